import { gatewayRequest } from '../producers/gateway';
import { policyVerdict, prePolicyDeny } from '../producers/sts';
import { gatewayCall, riskDiagnostic } from '../steady/requests';
import { currentPolicy } from '../steady/zone-state';
import { applicationNamed } from '../world/applications';
import { resourceNamed } from '../world/resources';
import { requestPath } from './scenario';
import { scripted } from './script';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const YEAR_MS = 365 * 24 * HOUR_MS;
const PLAY_MS = 5 * HOUR_MS;
const SCOPES = ['warehouse:query'];
/** What the clocks of STS and Gateway are off by, in milliseconds, and how late the entries come. */
const CASES = [
	{ name: 'honest clocks', sts: 0, gateway: 0, late: 0 },
	{ name: 'STS 4 min ahead', sts: 4 * MINUTE_MS, gateway: 0, late: 0 },
	{ name: 'Gateway 3 min behind', sts: 0, gateway: -3 * MINUTE_MS, late: 0 },
	{ name: 'both off, apart', sts: -7 * MINUTE_MS, gateway: 6 * MINUTE_MS, late: 0 },
	{ name: '90 s late', sts: 0, gateway: 0, late: 90_000 },
	{ name: '20 min late', sts: 0, gateway: 0, late: 20 * MINUTE_MS },
	{ name: '4 h late', sts: 0, gateway: 0, late: 4 * HOUR_MS },
	{ name: 'late and 2 min ahead', sts: 2 * MINUTE_MS, gateway: 2 * MINUTE_MS, late: HOUR_MS },
] as const;
const FUTURE_MS = 5 * YEAR_MS;
const PAST_MS = -27 * YEAR_MS;

/** Producers whose clocks are wrong both ways, entries that come late and out of order, one years ahead, one decades back. */
export const clockSkewAndLate = scripted({
	name: 'clock-skew-and-late',
	zone: 'demo-clock',
	spanMs: PLAY_MS + MINUTE_MS,
	tell: (script) => {
		const { wire, rng, state } = script;
		const warehouse = resourceNamed('warehouse');
		const session = script.session(0, applicationNamed('data-exporter'), null, script.person(4));
		const actor = script.actor(5000, session);
		const ids: Record<string, string> = {};
		const request = (afterMs: number, skew: { sts: number; gateway: number; late: number }, gatewayLateMs: number) => {
			const caller = script.caller(afterMs, actor.application);
			const atMs = script.at(afterMs);
			const outcome = gatewayCall(actor, warehouse, wire);
			const exchange = policyVerdict(wire, { atMs, skewMs: skew.sts, lateMs: skew.late }, caller, {
				decision: 'allow',
				resource: warehouse.identifier,
				requestedScopes: SCOPES,
				authority: actor.authority,
				policies: [`caracal-${actor.application.name}-use`],
				diagnostics: [riskDiagnostic(SCOPES)],
				policy: currentPolicy(state),
			});
			const moment = { atMs: atMs + outcome.latencyMs + 3, skewMs: skew.gateway, lateMs: gatewayLateMs };
			script.add(exchange, gatewayRequest(wire, moment, caller, outcome));
			return caller.requestId;
		};
		for (const [i, skew] of CASES.entries()) ids[skew.name] = request(10 * MINUTE_MS + i * MINUTE_MS, skew, skew.late);
		ids['only the exchange 30 min late'] = request(20 * MINUTE_MS, { sts: 0, gateway: 0, late: 30 * MINUTE_MS }, 0);
		// a spool that is written back after an outage: an hour of requests, all at once, in no order
		const spool = Array.from({ length: 60 }, () => rng.int(HOUR_MS, 2 * HOUR_MS));
		for (const afterMs of spool) {
			const late = PLAY_MS - afterMs + rng.int(0, 400);
			request(afterMs, { sts: rng.int(-5, 5) * MINUTE_MS, gateway: rng.int(-5, 5) * MINUTE_MS, late }, late);
		}
		for (let at = 2 * HOUR_MS; at < PLAY_MS; at += 5 * MINUTE_MS) request(at, { sts: rng.int(-240, 240) * 1000, gateway: 0, late: 0 }, 0);
		for (const [name, skewMs] of [
			['years ahead', FUTURE_MS],
			['decades back', PAST_MS],
		] as const) {
			const caller = script.caller(PLAY_MS - MINUTE_MS, actor.application);
			ids[name] = caller.requestId;
			script.add(prePolicyDeny(wire, { atMs: script.at(PLAY_MS - MINUTE_MS), skewMs }, caller, 'rate_limited', warehouse.identifier));
		}
		return {
			sentences: [
				'The clock of the STS runs 4 min ahead: the exchange seems to happen after the call that needed it.',
				'Other requests: the Gateway 3 min behind, both wrong, 90 s to 4 h late, only the exchange late.',
				`An outage's spool of ${spool.length} requests arrives at once, out of order, three to four hours late.`,
				'One event is dated five years ahead, one twenty-seven years back.',
			],
			path: requestPath(script.zoneId, ids['STS 4 min ahead'] ?? ''),
			ids,
		};
	},
});
