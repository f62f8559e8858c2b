import type postgres from 'postgres';
import type { SqlClient } from '../../db/client';
import { verifyBundle } from '../../lib/bundle/verify/verify';
import { keptContentSha256 } from '../../lib/chain/kept-content';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { formatVerifierKey } from '../../lib/checkpoint/verifier-key';
import { EvidenceJobs } from '../../worker/evidence/loop';
import { Checkpoints } from '../../worker/integrity/checkpoints';
import { SIGNER } from './fill';

const EVENTS = 1000;
const LOG = { info() {}, warn: console.error, error: console.error };
const signers = () => [{ signer: SIGNER, line: '', from: 0, until: null }];

/** A bundle that a worker made. */
export interface Made {
	readonly name: string;
	readonly events: number;
	readonly of: number;
	readonly bytes: number;
	readonly seconds: number;
	readonly isProven: boolean;
}

/** Has a worker make bundles of about a thousand events of the largest zone, neighbours and ones scattered over it, and verifies them. */
export async function makeBundles(sql: SqlClient, owner: postgres.Sql): Promise<Made[]> {
	const checkpoints = new Checkpoints({ sql, signers, now: Date.now, log: LOG, ageMs: 0 });
	while ((await checkpoints.turn()) > 0);
	checkpoints.stop();
	await checkpoints.run();
	const [zone = { no: 0, events: 0 }] = await owner<{ no: number; events: number }[]>`
		select zone_no as no, chain_seq::float8 as events from chain_heads order by chain_seq desc limit 1`;
	const [slow] = await owner<{ ms: number }[]>`
		select latency_ms as ms from search_events where zone_no = ${zone.no} order by latency_ms desc nulls last offset ${EVENTS - 1} limit 1`;
	const middle = Math.floor(zone.events / 2);
	const filters = { neighbours: `seq:${middle}..${middle + EVENTS - 1}`, scattered: `latency:>=${slow?.ms ?? 0}` };
	const jobs = new EvidenceJobs({ sql, workerId: 'bench', signers, now: Date.now, isBusy: () => false, log: LOG });
	const made: Made[] = [];
	for (const [name, filter] of Object.entries(filters)) {
		const [job] = await owner<{ job_id: string }[]>`
			insert into evidence_jobs (zone_nos, subject_kind, subject, filter, asked_by) values (array[${zone.no}::int], 'search', ${name}, ${filter}, 'bench')
			returning job_id`;
		const start = performance.now();
		await jobs.turn();
		const seconds = (performance.now() - start) / 1000;
		const rows = await owner<
			{ bytes: Buffer }[]
		>`select bytes from evidence_job_parts where job_id = ${job?.job_id ?? ''} order by part_no`;
		const parts = rows.map(({ bytes }) => bytes);
		const { outcome, counts } = await verifyBundle(parts, {
			primitives: nodePrimitives,
			keys: [formatVerifierKey(SIGNER.key)],
			contentHashOf: (kept) => keptContentSha256(kept.stream, kept.entryId, kept.fields),
		});
		const bytes = parts.reduce((sum, part) => sum + part.length, 0);
		made.push({ name, events: counts.events, of: zone.events, bytes, seconds, isProven: outcome === 'proven' });
	}
	jobs.stop();
	await jobs.run();
	return made;
}
