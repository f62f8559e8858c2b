import { SESSIONS_REVOKE_STREAM } from '../../../lib/streams/names';
import { revokeEdge } from '../authority/changes';
import type { Session } from '../authority/graph';
import { uuid7 } from '../ids';
import { controlInvoke } from '../producers/api';
import { gatewayRequest } from '../producers/gateway';
import { allow } from '../steady/exchanges';
import { gatewayCall } from '../steady/requests';
import type { Actor } from '../steady/zone-state';
import { applicationNamed } from '../world/applications';
import { resourceNamed } from '../world/resources';
import type { Person } from '../world/types';
import { type CrewMember, requestPath } from './scenario';
import { type Script, scripted } from './script';

const MINUTE_MS = 60_000;
const REVOKED_MS = 12 * MINUTE_MS;
const LATE_USE_MS = [6800, 27_600] as const;
const LEDGER = ['ledger:read', 'ledger:write', 'ledger:approve'];
const LEAVES = [
	'statements',
	'statements',
	'statements',
	'statements',
	'statements',
	'dunning',
	'dunning',
	'invoice-bot',
	'refund-bot',
	'refund-bot',
];

function gateway(host: string, ackAfterMs: number | null): CrewMember {
	return { stream: SESSIONS_REVOKE_STREAM, group: `gateway-revocation:${host}`, consumer: host, ackAfterMs };
}

/**
 * The sessions below the delegation that is revoked, and the delegations among them. They run on their applications' own
 * records, some on other people's, so that what survives shares none with what falls.
 */
function buildBranch(script: Script, billing: Session) {
	const agent = (afterMs: number, name: string, parent: Session, scopes: readonly string[], person: Person | null = null) => {
		const session = script.session(afterMs, applicationNamed(name), parent, person);
		script.edge(afterMs + 10, parent, session, scopes);
		return session;
	};
	const invoice = agent(6000, 'invoice-bot', billing, ['ledger:read', 'ledger:write', 'invoices:read']);
	const refund = agent(7000, 'refund-bot', billing, ['ledger:read', 'ledger:write', 'pay:read']);
	const dunning = agent(8000, 'dunning', billing, ['ledger:read', 'invoices:read']);
	const hubs = [invoice, refund, dunning];
	const leaves = LEAVES.map((name, i) =>
		agent(9000 + i * 400, name, hubs[i % hubs.length] ?? invoice, ['ledger:read'], i % 4 === 3 ? script.person(6 + i) : null),
	);
	// further ways between them: the cascade follows sessions, not parents, and meets several more than once
	for (const [i, leaf] of leaves.entries())
		for (const hub of hubs) if (leaf.edge?.source !== hub) script.edge(14_000 + i * 50, hub, leaf, ['ledger:read']);
	for (let i = 0; i + 1 < leaves.length; i += 2) {
		const [from, to] = [leaves[i], leaves[i + 1]];
		if (from !== undefined && to !== undefined) script.edge(15_000 + i * 50, from, to, ['ledger:read']);
	}
	return { invoice, refund, dunning, leaves };
}

/** A call that should not have been possible any more. */
function lateUse(script: Script, afterMs: number, actor: Actor): string {
	return script.use(afterMs, actor, resourceNamed('ledger'), ['ledger:write'], { method: 'POST', gatewayStatus: 201, upstreamStatus: 201 });
}

/** The delegation to billing is revoked and everything below it falls; one Gateway never acknowledges, and two uses get through. */
export const revocationCascade = scripted({
	name: 'revocation-cascade',
	zone: 'demo-cascade',
	spanMs: REVOKED_MS + 40_000,
	liveFromMs: REVOKED_MS - 1000,
	crew: [
		{ stream: SESSIONS_REVOKE_STREAM, group: 'sts-revocation', consumer: 'sts-eu', ackAfterMs: 200 },
		gateway('gw-eu-1', 900),
		gateway('gw-us-1', 1300),
		gateway('gw-eu-2', null),
		{ stream: SESSIONS_REVOKE_STREAM, group: 'resource-revocation', consumer: 'billing-api', ackAfterMs: 1800 },
	],
	tell: (script) => {
		const { state, wire, rng } = script;
		const ledger = resourceNamed('ledger');
		const root = script.session(0, applicationNamed('orchestrator'), null, script.person(0));
		const mailer = script.session(2000, applicationNamed('mailer'), root, script.person(0));
		script.edge(2010, root, mailer, ['mail:read', 'mail:send', 'crm:read']);
		const billing = script.session(4000, applicationNamed('billing'), root, null);
		const edge = script.edge(4010, root, billing, [...LEDGER, 'invoices:read', 'pay:read', 'mail:send']);
		const { invoice, refund, dunning, leaves } = buildBranch(script, billing);
		// an agent of another tree that a fallen session delegated to: it falls by the delegation, its own parent does not
		const research = script.session(5000, applicationNamed('research-agent'), null, script.person(5));
		const archiver = script.session(16_000, applicationNamed('archiver'), research, null);
		script.edge(17_000, dunning, archiver, ['ledger:read']);
		script.edge(18_000, mailer, refund, ['mail:send']);

		const users = [invoice, refund, dunning, billing, mailer, ...leaves].map((session) => script.actor(25_000, session));
		for (let at = 30_000; at < REVOKED_MS - 3000; at += rng.int(2000, 7000)) {
			const actor = rng.pick(users);
			const mail = actor.application.name === 'mailer';
			script.use(at, actor, mail ? resourceNamed('mail') : ledger, [mail ? 'mail:send' : 'ledger:read']);
		}
		const [invoiceActor, refundActor] = [script.actor(REVOKED_MS - 5000, invoice), script.actor(REVOKED_MS - 5000, refund)];
		const cut = script.caller(REVOKED_MS - 1500, invoiceActor.application);
		const stream = { ...gatewayCall(invoiceActor, ledger, wire), gatewayStatus: 200, upstreamStatus: 200, errorKind: '', latencyMs: 3100 };
		script.add(
			allow(state, wire, script.at(REVOKED_MS - 1500), cut, invoiceActor, ledger, ['ledger:read']),
			gatewayRequest(wire, { atMs: script.at(REVOKED_MS + 1600) }, cut, { ...stream, revocationInterrupted: true }),
		);

		const revokedMs = script.at(REVOKED_MS);
		const by = script.person(8).account;
		const control = {
			requestId: `ctl-${rng.hex(16)}`,
			decision: 'allow' as const,
			subject: by,
			jti: uuid7(rng, revokedMs),
			clientId: 'app_orchestrator',
			command: 'delegation',
			subcommand: 'revoke',
			reason: '',
			idempotencyKey: uuid7(rng, revokedMs),
			authorizedBy: by,
		};
		script.add(controlInvoke(wire, { atMs: revokedMs - 40 }, state.zone, control, 'direct'));
		const cascade = revokeEdge(state.graph, wire, revokedMs, edge);
		script.add(...cascade.entries);
		const late = [lateUse(script, REVOKED_MS + LATE_USE_MS[0], refundActor), lateUse(script, REVOKED_MS + LATE_USE_MS[1], invoiceActor)];
		const mailerActor = script.actor(REVOKED_MS, mailer);
		for (let at = REVOKED_MS + 3000; at < REVOKED_MS + 38_000; at += 6000)
			script.use(at, mailerActor, resourceNamed('mail'), ['mail:send']);
		const named = cascade.edges.length - cascade.unannounced.length;
		return {
			sentences: [
				`${by} revokes the delegation from orchestrator to billing at ${new Date(revokedMs).toISOString()}: ${cascade.edges.length} delegations and ${cascade.sessions.length} sessions fall.`,
				`${named} delegations are named on a stream, ${cascade.unannounced.length} are only counted; every ended session is named.`,
				'gw-eu-2 reads the revocations and never acknowledges them; the other consumers acknowledge within 2 s.',
				`Two calls get through after it: refund-bot ${LATE_USE_MS[0] / 1000} s and invoice-bot ${LATE_USE_MS[1] / 1000} s later. A long answer is cut after 1.6 s. mailer goes on.`,
			],
			path: requestPath(script.zoneId, late[0] ?? ''),
			ids: {
				'revoked edge': edge.id,
				'revoked at': new Date(revokedMs).toISOString(),
				'late requests': late,
				'interrupted request': cut.requestId,
				'control request': control.requestId,
				'fallen edges': cascade.edges.map(({ id }) => id),
				'unannounced edges': cascade.unannounced.map(({ id }) => id),
				'fallen sessions': cascade.sessions.map(({ id }) => id),
				'surviving session': mailer.id,
				'slow group': 'gateway-revocation:gw-eu-2',
			},
		};
	},
});
