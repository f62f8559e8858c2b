import type { ZoneProgress } from '../db/integrity/progress';
import type { WorkerState } from './health';
import type { SweepStats } from './integrity/sweeps/loop';
import type { LaneStats } from './lane-types';
import type { Sample } from './metrics';

/** Dead letters this process wrote, by reason up to its first colon. */
export type DeadLetterCounts = ReadonlyMap<string, number>;

/** What the figures are taken from. */
export interface MetricsState {
	readonly state: WorkerState;
	readonly lane: LaneStats;
	readonly deadLetters: DeadLetterCounts;
	/** Tries that failed. */
	readonly failures: number;
	/** Age of the oldest dead letter, 0 without any; null when it is not known. */
	readonly oldestLetterSeconds: number | null;
	readonly sweeps: SweepStats;
	/** Null when the database does not answer. */
	readonly zones: readonly ZoneProgress[] | null;
	/** Sweeps that wait or run. */
	readonly openSweeps: number | null;
	readonly openFindings: number | null;
}

const PREFIX = 'caracal_audit_';

function perZone({ zones, state }: MetricsState): Sample[] {
	const gauge = (name: string, help: string, value: number | null, labels: Record<string, string>): Sample => ({
		...{ name: `${PREFIX}${name}`, type: 'gauge' as const, help, value, labels },
	});
	return (zones ?? []).flatMap(({ zone, seq, verifiedSeq, checkpointSize, checkpointAtMs, anchors }) => [
		gauge('head_seq', 'Place of the newest event of a zone', seq, { zone }),
		gauge('verified_seq', 'Place up to which a zone is verified from its first event', verifiedSeq, { zone }),
		gauge('checkpoint_size', 'Events covered by the newest checkpoint of a zone', checkpointSize, { zone }),
		gauge(
			'checkpoint_age_seconds',
			'Age of the newest checkpoint of a zone',
			checkpointAtMs === null ? null : (state.nowMs - checkpointAtMs) / 1000,
			{
				zone,
			},
		),
		...anchors.map(({ anchor, size }) =>
			gauge('anchor_size', 'Events covered by the newest checkpoint at an anchor', size, { zone, anchor }),
		),
		...anchors.map(({ anchor, failures }) =>
			gauge('anchor_failures', 'Deliveries to an anchor that failed in a row', failures, { zone, anchor }),
		),
	]);
}

/** The worker's figures, under the names of the wire reference (section 8) where it has one. Counters begin with the process. */
export function workerMetrics(given: MetricsState): Sample[] {
	const { state, lane, deadLetters, failures, oldestLetterSeconds, sweeps, openSweeps, openFindings } = given;
	const { backlog } = state;
	const counter = (name: string, help: string, value: number): Sample => ({ name: `${PREFIX}${name}`, type: 'counter', help, value });
	const gauge = (name: string, help: string, value: number | null): Sample => ({ name: `${PREFIX}${name}`, type: 'gauge', help, value });
	const letters = (reason: string) => deadLetters.get(reason) ?? 0;
	return [
		counter('inserts_total', 'Events appended to the ledger', lane.appendedEvents),
		gauge(
			'consumer_lag',
			'Entries not in the ledger: not delivered yet, and pending',
			backlog === null ? null : backlog.undelivered + backlog.pending,
		),
		gauge('consumer_pel_oldest_seconds', 'Age of the oldest pending entry', backlog === null ? null : backlog.oldestPendingMs / 1000),
		gauge('dlq_size', 'Entries in the dead letters', backlog?.deadLetters ?? null),
		gauge('dlq_oldest_age_seconds', 'Age of the oldest dead letter; 0 without any', oldestLetterSeconds),
		counter('parse_errors_total', 'Entries that were no event', letters('json_parse_error') + letters('missing_data_field')),
		counter(
			'dlq_total',
			'Dead letters written',
			[...deadLetters.values()].reduce((sum, n) => sum + n, 0),
		),
		counter('retries_total', 'Tries that failed and were made again', failures),
		counter('hmac_failures_total', 'Entries whose signature did not hold', letters('hmac_verify_failed')),
		counter('tamper_replay_total', 'Entries that came again with other content', letters('tamper_on_replay')),
		counter('tamper_checked_total', 'Events that sweeps checked', sweeps.tamper_checked_total),
		counter('tamper_mismatch_total', 'Events whose columns do not give their content hash', sweeps.tamper_mismatch_total),
		counter('tamper_chain_breaks_total', 'Links that do not hold, places missing or taken twice', sweeps.tamper_chain_breaks_total),
		counter('tamper_hmac_failures_total', 'Chain HMACs that do not hold', sweeps.tamper_hmac_failures_total),
		gauge('tamper_last_sweep_unix', 'When this worker last ended a sweep; 0: not yet', sweeps.tamper_last_sweep_unix),
		gauge('tamper_last_full_unix', 'When this worker last ended a sweep of a whole zone; 0: not yet', sweeps.tamper_last_full_unix),
		gauge('open_sweeps', 'Sweeps that wait or run', openSweeps),
		gauge('open_findings', 'Findings that nobody has resolved', openFindings),
		gauge('postgres_up', 'Whether Postgres answers', state.postgresReachable ? 1 : 0),
		gauge('redis_up', 'Whether Redis answers', state.redisReachable ? 1 : 0),
		...perZone(given),
	];
}
