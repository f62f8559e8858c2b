import { openSql } from '../../db/client';
import { demoMix } from '../../scripts/simulate/mix';
import { createLane } from '../../worker/lane';
import type { RawEntry } from '../../worker/lane-types';
import { freshDatabase } from '../ingest/databases';

const SILENT = { info() {}, warn() {}, error() {} };
const BATCH = 1_000;
/** Batches of each lane in turn, so that what disturbs one disturbs the other. */
const TURN_BATCHES = 5;
const WARM_UP_TURNS = 2;

/** Events a second without and with the projection. */
export interface IngestCost {
	readonly without: number;
	readonly with: number;
}

/** Feeds the same demo mix to two lanes in turns, the first without the projection. */
export async function ingestCost(serverUrl: string, entriesEach: number): Promise<IngestCost> {
	const keys = { audit: Buffer.alloc(32, 1), streams: Buffer.alloc(32, 2) };
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
			const url = await freshDatabase(serverUrl, keepsAuthority ? 'bench_with' : 'bench_without');
			const sql = openSql(url, { role: 'console_worker', connectionsMax: 3, applicationName: 'bench' });
			const lane = createLane({ sql, auditHmacKey: keys.audit, streamsHmacKey: keys.streams, log: SILENT, keepsAuthority });
			return { sql, lane, ms: 0, events: 0 };
		}),
	);
	for (let at = 0, turn = 0; at < batches.length; at += TURN_BATCHES, turn++) {
		const part = batches.slice(at, at + TURN_BATCHES);
		for (const each of turn % 2 === 0 ? lanes : [...lanes].reverse()) {
			const start = performance.now();
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
			each.events += part.reduce((sum, batch) => sum + batch.length, 0);
		}
	}
	for (const { lane, sql } of lanes) {
		await lane.stop();
		await sql.end();
	}
	const [without, withAuthority] = lanes.map(({ events, ms }) => (events / ms) * 1000);
	return { without: without ?? 0, with: withAuthority ?? 0 };
}
