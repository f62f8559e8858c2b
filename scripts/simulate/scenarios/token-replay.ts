import { uuid7 } from '../ids';
import { apiRevoke, apiTerminate, controlInvoke } from '../producers/api';
import { replayDetected } from '../producers/gateway';
import { jtiCollision } from '../producers/sts';
import { applicationNamed } from '../world/applications';
import { resourceNamed } from '../world/resources';
import { requestPath } from './scenario';
import { scripted } from './script';

const MINUTE_MS = 60_000;
const REPLAY_MS = 10 * MINUTE_MS;

/** A token is used, then presented again from elsewhere; the Gateway refuses, and an operator ends the session. */
export const tokenReplay = scripted({
	name: 'token-replay',
	zone: 'demo-replay',
	spanMs: REPLAY_MS + 2 * MINUTE_MS,
	tell: (script) => {
		const { wire, rng, state } = script;
		const crm = resourceNamed('crm');
		const session = script.session(0, applicationNamed('crm-sync'), null, null);
		const actor = script.actor(5000, session);
		for (let at = 5000; at < REPLAY_MS - 5000; at += rng.int(10_000, 30_000)) script.use(at, actor, crm, ['crm:read']);
		const honest = script.use(REPLAY_MS - 4000, actor, crm, ['crm:read']);
		const jti = uuid7(rng, script.at(REPLAY_MS - 60_000));
		const replays = [0, 900, 2400].map((after) => {
			const caller = script.caller(REPLAY_MS + after, actor.application);
			const replay = { jti, resource: crm.identifier, fingerprint: actor.fingerprint };
			script.add(replayDetected(wire, { atMs: script.at(REPLAY_MS + after) }, caller, replay));
			return caller.requestId;
		});
		const collided = script.caller(REPLAY_MS + 5000, actor.application);
		script.add(jtiCollision(wire, { atMs: script.at(REPLAY_MS + 5000) }, collided, jti));
		const endedMs = script.at(REPLAY_MS + 80_000);
		const ended = {
			requestId: `ctl-${rng.hex(16)}`,
			decision: 'allow' as const,
			subject: 'app_incident-bot',
			jti: uuid7(rng, endedMs),
			clientId: 'app_incident-bot',
			command: 'session',
			subcommand: 'terminate',
			reason: '',
			idempotencyKey: uuid7(rng, endedMs),
			authorizedBy: script.person(3).account,
		};
		script.add(
			controlInvoke(wire, { atMs: endedMs }, state.zone, ended, 'direct'),
			apiTerminate(wire, { atMs: endedMs + 20 }, state.zone, session.id, null, 'token replay'),
			apiRevoke(wire, { atMs: endedMs + 20 }, state.zone, {
				authorityRecordId: session.authorityRecordId,
				sessionId: session.id,
				reason: 'token replay',
			}),
		);
		const [first = ''] = replays;
		return {
			sentences: [
				'crm-sync reads resource://crm for ten minutes.',
				'The id of a token already used is presented three times more: the Gateway refuses each as a replay.',
				'The STS meets the same id at a mint: a collision.',
				`80 s later ${ended.authorizedBy} terminates the session.`,
			],
			path: requestPath(script.zoneId, first),
			ids: {
				'first replay': first,
				replays,
				'last honest request': honest,
				collision: collided.requestId,
				jti,
				session: session.id,
				'control request': ended.requestId,
			},
		};
	},
});
