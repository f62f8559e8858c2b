import { openSql } from '../../db/client';
import type { Service } from '../../scripts/services/service';
import { demoMix } from '../../scripts/simulate/mix';
import { createLane } from '../../worker/lane';
import type { RawEntry } from '../../worker/lane-types';
import { cpuMs } from '../cpu';
import { freshDatabase } from '../ingest/databases';

const SILENT = { info() {}, warn() {}, error() {} };
const BATCH = 1_000;
/** Batches of each lane in turn, so that what disturbs one disturbs the other. */
const TURN_BATCHES = 5;
const WARM_UP_TURNS = 2;

export interface LaneRun {
	/** Events a second. */
	readonly perSecond: number;
	/** Processor time of an event in the lane's process and in Postgres. */
	readonly cpuMicros: number;
}

/** The lane without and with the projection. */
export interface IngestCost {
	readonly without: LaneRun;
	readonly with: LaneRun;
}

/** Feeds the same demo mix to two lanes in turns, the first without the projection. */
export async function ingestCost(server: Pick<Service, 'url' | 'pid'>, entriesEach: number): Promise<IngestCost> {
	const keys = { audit: Buffer.alloc(32, 1), streams: Buffer.alloc(32, 2) };
	const cpu = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 + (cpuMs(server.pid) ?? 0);
	const batches: RawEntry[][] = [[]];
	// entries of the demo mix are 200 a second in their own time
	for (const entry of demoMix('bench', { startMs: Date.now() - (entriesEach / 200) * 1000, keys, entriesMax: entriesEach })) {
		let batch = batches.at(-1) ?? [];
		if (batch.length === BATCH) {
			batch = [];
			batches.push(batch);
		}
		const id = `${entry.streamAtMs}-${batches.length * BATCH + batch.length}`;
		batch.push({ stream: entry.stream, entryId: id, fields: entry.fields.map((text) => Buffer.from(text)) });
	}
	const lanes = await Promise.all(
		[false, true].map(async (keepsAuthority) => {
			const url = await freshDatabase(server.url, keepsAuthority ? 'bench_with' : 'bench_without');
			const sql = openSql(url, { role: 'console_worker', connectionsMax: 3, applicationName: 'bench' });
			const lane = createLane({ sql, auditHmacKey: keys.audit, streamsHmacKey: keys.streams, log: SILENT, keepsAuthority });
			return { sql, lane, ms: 0, cpuMs: 0, events: 0 };
		}),
	);
	for (let at = 0, turn = 0; at < batches.length; at += TURN_BATCHES, turn++) {
		const part = batches.slice(at, at + TURN_BATCHES);
		for (const each of turn % 2 === 0 ? lanes : [...lanes].reverse()) {
			const [start, cpuBefore] = [performance.now(), cpu()];
			// two outstanding, as the consumer has them
			let before: Promise<unknown> = Promise.resolve();
			for (const batch of part) {
				const next = each.lane.submit(batch);
				await before;
				before = next;
			}
			await before;
			if (turn < WARM_UP_TURNS) continue;
			each.ms += performance.now() - start;
			each.cpuMs += cpu() - cpuBefore;
			each.events += part.reduce((sum, batch) => sum + batch.length, 0);
		}
	}
	for (const { lane, sql } of lanes) {
		await lane.stop();
		await sql.end();
	}
	const [without, withAuthority] = lanes.map(({ events, ms, cpuMs }) => ({
		perSecond: (events / ms) * 1000,
		cpuMicros: (cpuMs / events) * 1000,
	}));
	if (without === undefined || withAuthority === undefined) throw new Error('a lane is missing');
	return { without, with: withAuthority };
}
