import { exchangeDenied, policyVerdict } from '../producers/sts';
import { activatePolicy } from '../steady/administration';
import { currentPolicy } from '../steady/zone-state';
import { applicationNamed } from '../world/applications';
import { resourceNamed } from '../world/resources';
import { requestPath } from './scenario';
import { scripted } from './script';

const MINUTE_MS = 60_000;
const CHANGE_MS = 180 * MINUTE_MS;
const FIRST_DENY_MS = CHANGE_MS + 35_000;
const DENY_EVERY_MS = 4000;
const DENIALS = 6;
const SCOPES = ['crm:read', 'crm:export'];

/** A request that was allowed for three hours is denied after a new policy version; nothing else differs. */
export const deniedAfterPolicyChange = scripted({
	name: 'denied-after-policy-change',
	zone: 'demo-policy',
	spanMs: FIRST_DENY_MS + DENIALS * DENY_EVERY_MS + 1000,
	liveFromMs: CHANGE_MS - 1000,
	tell: (script) => {
		const { state, wire, rng } = script;
		const crm = resourceNamed('crm');
		const person = script.person(0);
		// says which version is in force, also where an earlier run has left the next one
		state.policyNumber -= 1;
		script.add(...activatePolicy(state, wire, script.at(0)).now);
		const before = currentPolicy(state).versionId;
		const root = script.session(1000, applicationNamed('orchestrator'), null, person);
		const agent = script.session(2000, applicationNamed('mailer'), root, person, ['campaign']);
		const edge = script.edge(2010, root, agent, [...SCOPES, 'mail:send']);
		const actor = script.actor(5000, agent);
		const ids: string[] = [];
		for (let at = MINUTE_MS; at < CHANGE_MS; at += rng.int(60_000, 150_000)) ids.push(script.use(at, actor, crm, ['crm:export']));
		const lastAllowed = ids.at(-1) ?? '';
		script.add(...activatePolicy(state, wire, script.at(CHANGE_MS)).now);
		const after = currentPolicy(state);
		script.use(CHANGE_MS + 20_000, actor, crm, ['crm:read']);
		const denied: string[] = [];
		for (let i = 0; i < DENIALS; i++) {
			const atMs = script.at(FIRST_DENY_MS + i * DENY_EVERY_MS);
			const caller = script.caller(FIRST_DENY_MS + i * DENY_EVERY_MS, actor.application);
			const verdict = policyVerdict(wire, { atMs }, caller, {
				decision: 'deny',
				resource: crm.identifier,
				requestedScopes: ['crm:export'],
				authority: actor.authority,
				policies: [],
				diagnostics: [{ reason: 'no_rule_matched' }],
				policy: after,
			});
			script.add(verdict, exchangeDenied(wire, { atMs: atMs + 1 }, caller, [crm.identifier], after));
			denied.push(caller.requestId);
		}
		const [first = ''] = denied;
		return {
			sentences: [
				`For three hours mailer is allowed crm:export on resource://crm under ${before}.`,
				`Policy version ${after.versionId} is activated; ${(FIRST_DENY_MS - CHANGE_MS) / 1000} s later the same request is denied: no_rule_matched.`,
				'Application, session, delegation and scopes are the same; crm:read is still allowed.',
			],
			path: requestPath(script.zoneId, first),
			ids: {
				'denied request': first,
				'last allowed request': lastAllowed,
				'denied requests': denied,
				'policy version before': before,
				'policy version after': after.versionId,
				session: agent.id,
				'delegation edge': edge.id,
			},
		};
	},
});
