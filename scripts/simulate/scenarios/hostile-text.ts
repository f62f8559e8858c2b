import { withField } from '../entry';
import { apiTerminate, controlInvoke } from '../producers/api';
import { edgeExpire, spawn } from '../producers/coordinator';
import { signFields } from '../signing';
import { applicationNamed } from '../world/applications';
import { resourceNamed } from '../world/resources';
import { entryOfText, plainEvent } from './hand-made';
import { HOSTILE_CASES } from './hostile-cases';
import { requestPath } from './scenario';
import { type Script, scripted } from './script';

const CASE_EVERY_MS = 1000;
const STRANGE_ZONES = ['zone/with slash', '<b>zone</b>', 'zöne 漢', "zone'; --", '__proto__'];

/** Hostile values in the other streams, all rightly signed. */
function authority(script: Script, afterMs: number): void {
	const { wire, state } = script;
	const moment = { atMs: script.at(afterMs) };
	const { streams } = wire.keys;
	script.add(
		apiTerminate(wire, moment, state.zone, 'ses_<script>alert(1)</script>', null, 'x\nzone_id=other\nreason=y'),
		spawn(wire, moment, state.zone, 'ses_../../x y', '__proto__', 'app_\u202e\u0000"=1+1'),
		edgeExpire(wire, moment, state.zone, ['edge_"', 'edge_\n', '__proto__'], state.graph.epoch),
	);
	const expire = withField(edgeExpire(wire, moment, state.zone, [], state.graph.epoch), 'edge_ids', '[not json');
	const many = withField(expire, 'affected_edges', '1e9');
	if (streams !== null) script.add(withField(many, '_sig', signFields(streams, many.stream, many.fields)));
}

/** Texts that attack whoever shows, stores, exports or logs them. */
export const hostileText = scripted({
	name: 'hostile-text',
	zone: 'demo-hostile',
	spanMs: 120_000,
	tell: (script) => {
		const actor = script.actor(5000, script.session(0, applicationNamed('mailer'), null, script.person(1)));
		let afterMs = 10_000;
		const ids: Record<string, string> = {};
		for (const hostile of HOSTILE_CASES) {
			const made = hostile.make(plainEvent(script, afterMs, `hostile-${hostile.name}`));
			if (typeof made === 'object' && typeof made.request_id === 'string' && hostile.fate === undefined && made.request_id !== '')
				ids[hostile.name] = made.request_id;
			script.add(entryOfText(script, afterMs, typeof made === 'string' ? made : JSON.stringify(made), hostile.fate));
			script.use(afterMs + 100, actor, resourceNamed('mail'), ['mail:send']);
			afterMs += CASE_EVERY_MS;
		}
		for (const zone of STRANGE_ZONES)
			script.add(
				entryOfText(script, afterMs, JSON.stringify({ ...plainEvent(script, afterMs, 'hostile-zone'), zone_id: zone }), 'ledger', zone),
			);
		authority(script, afterMs);
		const nowhere = {
			requestId: `ctl-${script.rng.hex(16)}`,
			decision: 'deny' as const,
			subject: '',
			jti: '',
			clientId: '',
			command: '',
			subcommand: '',
			reason: 'zone_missing',
			idempotencyKey: '',
			authorizedBy: '',
		};
		script.add(controlInvoke(script.wire, { atMs: script.at(afterMs) }, { ...script.state.zone, id: '' }, nowhere, 'direct'));
		return {
			sentences: [
				`${HOSTILE_CASES.length} events carry markup, control characters, bidi marks, formulas, terminal codes, prototype keys, 1 and 5 MB of text, depth.`,
				`${HOSTILE_CASES.filter(({ fate }) => fate !== undefined).length} of them no JSON column can hold: they belong to the dead letters.`,
				`Further zones are called ${STRANGE_ZONES.join(', ')}, and unknown for a call without a zone.`,
			],
			path: requestPath(script.zoneId, ids.script ?? ''),
			ids,
		};
	},
});
