import { type Entry, type Fate, fieldOf, withField } from '../entry';
import { credentialRevealed } from '../producers/api';
import { edgeCreate, spawn } from '../producers/coordinator';
import { signFields } from '../signing';
import { applicationNamed } from '../world/applications';
import { resourceNamed } from '../world/resources';
import { entryOfText, plainEvent } from './hand-made';
import { requestPath } from './scenario';
import { type Script, scripted } from './script';

const BAD_SIGNATURE: Fate = { deadLetter: 'hmac_verify_failed' };
const NO_DATA: Fate = { deadLetter: 'missing_data_field' };
const NO_EVENT: Fate = { deadLetter: 'json_parse_error' };
const CHANGED: Fate = { deadLetter: 'tamper_on_replay' };
const CASE_EVERY_MS = 500;

class Cases {
	private afterMs = 10_000;

	constructor(private readonly script: Script) {}

	/** A moment of its own and an event of its own for each case. */
	next(): { afterMs: number; event: Record<string, unknown> } {
		this.afterMs += CASE_EVERY_MS;
		return { afterMs: this.afterMs, event: plainEvent(this.script, this.afterMs, `tampered-${this.script.rng.hex(8)}`) };
	}

	add(entry: Entry, fate: Fate): void {
		this.script.add({ ...entry, fate });
	}
}

/** Entries whose `sig` does not fit their bytes, or that have none. */
function badSignatures(script: Script, cases: Cases): void {
	const bend = (change: (entry: Entry) => Entry, fate: Fate = BAD_SIGNATURE) => {
		const { afterMs, event } = cases.next();
		cases.add(change(entryOfText(script, afterMs, JSON.stringify(event))), fate);
	};
	const sigOf = (entry: Entry) => fieldOf(entry, 'sig') ?? '';
	bend((entry) => withField(entry, 'sig', script.rng.hex(64)));
	bend((entry) => withField(entry, 'data', (fieldOf(entry, 'data') ?? '').replace('"deny"', '"allow"')));
	bend((entry) => withField(entry, 'data', `${fieldOf(entry, 'data')} `));
	bend((entry) => withField(entry, 'sig', ''));
	bend((entry) => withField(entry, 'sig', 'not hex at all'));
	bend((entry) => withField(entry, 'sig', sigOf(entry).slice(0, 62)));
	bend((entry) => withField(entry, 'sig', `${sigOf(entry)}00`));
	bend((entry) => withField(entry, 'sig', null));
	bend((entry) => withField(withField(entry, 'sig', null), '_sig', sigOf(entry)));
	bend((entry) => withField(entry, 'data', null), NO_DATA);
	bend((entry) => withField(withField(entry, 'data', null), 'Data', '{}'), NO_DATA);
	// upper case is the same signature
	bend((entry) => withField(entry, 'sig', sigOf(entry).toUpperCase()), 'ledger');
}

/** Rightly signed texts that are no event. */
function badEvents(script: Script, cases: Cases): void {
	const text = (make: (event: Record<string, unknown>, json: string) => string) => {
		const { afterMs, event } = cases.next();
		script.add(entryOfText(script, afterMs, make(event, JSON.stringify(event)), NO_EVENT));
	};
	text((_, json) => json.slice(0, -20));
	text((_, json) => `${json}]`);
	text((_, json) => `${json}${json}`);
	text((_, json) => json.replaceAll('"', "'"));
	text((_, json) => json.replace('null', 'NaN'));
	text((_, json) => json.replace('null', 'undefined'));
	text((_, json) => `\uFEFF${json}`);
	text(() => 'null');
	text(() => '[]');
	text(() => '"event"');
	text(() => '{}');
	const without = (name: string) => text((event) => JSON.stringify({ ...event, [name]: undefined }));
	const instead = (name: string, value: unknown) => text((event) => JSON.stringify({ ...event, [name]: value }));
	for (const name of ['id', 'zone_id', 'occurred_at']) {
		without(name);
		instead(name, '');
		instead(name, null);
		instead(name, 17);
	}
	for (const time of ['yesterday', '2026-02-30T00:00:00Z', '2026-11-21 12:00:00', '2026-11-21T24:00:00Z', '1795262400'])
		instead('occurred_at', time);
	instead('decision', true);
	instead('event_type', ['token_exchange']);
	instead('request_id', { toString: 'req' });
	instead('manifest_sha', 5);
}

/** One event again: the same, the same in other words, changed, and under its id at another time. */
function replays(script: Script, cases: Cases): { requestId: string; eventId: string } {
	const { afterMs, event } = cases.next();
	const first = entryOfText(script, afterMs, JSON.stringify(event));
	script.add(first);
	const again = (value: Record<string, unknown>, fate: Fate) =>
		script.add(entryOfText(script, cases.next().afterMs, JSON.stringify(value), fate));
	cases.add({ ...first, streamAtMs: script.at(cases.next().afterMs) }, 'duplicate');
	// as Caracal's replay of a dead letter writes it: no id field
	cases.add({ ...withField(first, 'id', null), streamAtMs: script.at(cases.next().afterMs) }, 'duplicate');
	again(Object.fromEntries(Object.entries(event).reverse()), 'duplicate');
	again({ ...event, occurred_at: String(event.occurred_at).replace('Z', '000000Z') }, 'duplicate');
	again({ ...event, decision: 'allow', evaluation_status: 'complete' }, CHANGED);
	again({ ...event, metadata_json: { ...Object(event.metadata_json), resource: 'resource://ledger' } }, CHANGED);
	again({ ...event, occurred_at: new Date(script.at(afterMs) + 1000).toISOString() }, 'ledger');
	return { requestId: String(event.request_id), eventId: String(event.id) };
}

/** Entries of the other streams whose `_sig` does not fit. */
function badAuthority(script: Script, cases: Cases): void {
	const { wire, state } = script;
	const bend = (change: (entry: Entry) => Entry, fate: Fate = BAD_SIGNATURE) => {
		const moment = { atMs: script.at(cases.next().afterMs) };
		cases.add(change(spawn(wire, moment, state.zone, `ses_${script.rng.hex(12)}`, null, 'app_mailer')), fate);
	};
	const resigned = (entry: Entry) => {
		const { streams } = wire.keys;
		return streams === null ? entry : withField(entry, '_sig', signFields(streams, entry.stream, entry.fields));
	};
	bend((entry) => withField(entry, '_sig', script.rng.hex(64)));
	bend((entry) => withField(entry, '_sig', null));
	bend((entry) => withField(entry, 'application_id', 'app_orchestrator'));
	bend((entry) => withField(entry, 'zone_id', 'prod-eu'));
	bend((entry) => withField(entry, 'added', 'later'));
	bend((entry) => resigned(withField(entry, 'zone_id', null)), NO_EVENT);
	bend((entry) => resigned(withField(entry, 'outbox_id', null)), NO_EVENT);
	bend((entry) => resigned(withField(entry, 'event', null)), NO_EVENT);
	// signed for another stream
	const moment = { atMs: script.at(cases.next().afterMs) };
	const edge = edgeCreate(
		wire,
		moment,
		state.zone,
		{ id: 'edge_x', sourceSessionId: 'ses_a', targetSessionId: 'ses_b' },
		state.graph.epoch,
	);
	const session = spawn(wire, moment, state.zone, 'ses_b', null, 'app_mailer');
	cases.add({ ...edge, stream: session.stream }, BAD_SIGNATURE);
	// an outbox row of the API carries both signatures
	const reveal = { requestId: `tampered-${script.rng.hex(8)}`, actor: script.person(2).account, of: applicationNamed('billing') };
	cases.add(withField(credentialRevealed(wire, moment, state.zone, reveal), 'sig', script.rng.hex(64)), BAD_SIGNATURE);
}

/** Every way in which an entry can be wrong, each beside honest ones that must not suffer from it. */
export const tampered = scripted({
	name: 'tampered',
	zone: 'demo-tamper',
	spanMs: 120_000,
	tell: (script) => {
		const cases = new Cases(script);
		const session = script.session(0, applicationNamed('mailer'), null, script.person(1));
		const actor = script.actor(5000, session);
		for (let at = 5000; at < 100_000; at += 1500) script.use(at, actor, resourceNamed('mail'), ['mail:send']);
		badSignatures(script, cases);
		badEvents(script, cases);
		const replay = replays(script, cases);
		badAuthority(script, cases);
		const dead = script.entries.filter(({ fate }) => typeof fate === 'object').length;
		return {
			sentences: [
				`${dead} entries are wrong and belong to the dead letters: signatures that do not fit, data missing or no event, changed replays.`,
				`Event ${replay.eventId} comes again unchanged four times (nothing happens) and changed twice (an alert each).`,
				'The honest events between them are all in the ledger.',
			],
			path: requestPath(script.zoneId, replay.requestId),
			ids: { 'replayed request': replay.requestId, 'replayed event': replay.eventId },
		};
	},
});
