import type { SqlClient } from '../../db/client';
import { nodePrimitives, nodeSigning } from '../../lib/chain/node-primitives';
import { signerOf } from '../../lib/checkpoint/signer-key';
import { demoMix } from '../../scripts/simulate/mix';
import { Checkpoints } from '../../worker/integrity/checkpoints';
import { createLane } from '../../worker/lane';
import type { RawEntry } from '../../worker/lane-types';
import { type Spent, spend } from './spent';

export interface Keys {
	readonly audit: Buffer;
	readonly streams: Buffer;
}

const LOG = { info() {}, warn: console.error, error: console.error };
const BATCH = 1000;
/** Batches between two looks for checkpoints, about what comes in two seconds at full rate. */
const TURN_BATCHES = 20;
export const SIGNER = signerOf(nodePrimitives, nodeSigning, 'bench.test', new Uint8Array(32).fill(7));

function* batchesOf(keys: Keys, events: number): Generator<RawEntry[]> {
	let batch: RawEntry[] = [];
	let n = 0;
	for (const entry of demoMix('verify', { startMs: Date.now() - (events / 200) * 1000, keys, entriesMax: events })) {
		batch.push({ stream: entry.stream, entryId: `${1_795_000_000_000 + n++}-0`, fields: entry.fields.map((field) => Buffer.from(field)) });
		if (batch.length < BATCH) continue;
		yield batch;
		batch = [];
	}
	yield batch;
}

/** Takes the demo mix into an empty ledger, and by turns lets checkpoints follow. @returns what each of the two took */
export async function fillLedger(sql: SqlClient, keys: Keys, events: number, postgresPid: number) {
	const lane = createLane({ sql, auditHmacKey: keys.audit, streamsHmacKey: keys.streams, log: LOG });
	const signers = () => [{ signer: SIGNER, line: '', from: 0, until: null }];
	const checkpoints = new Checkpoints({ sql, signers, now: Date.now, log: LOG, ageMs: 0 });
	const ingest: Spent = { node: 0, postgres: 0 };
	const following: Spent = { node: 0, postgres: 0 };
	const follow = () =>
		spend(following, postgresPid, async () => {
			while ((await checkpoints.turn()) > 0);
		});
	const take = (batches: readonly RawEntry[][]) =>
		spend(ingest, postgresPid, async () => {
			// two outstanding, as the consumer has them
			let former: Promise<unknown> = Promise.resolve();
			for (const batch of batches) {
				const submitted = lane.submit(batch);
				await former;
				former = submitted;
			}
			await former;
		});
	let turn: RawEntry[][] = [];
	for (const batch of batchesOf(keys, events)) {
		turn.push(batch);
		if (turn.length < TURN_BATCHES) continue;
		await take(turn);
		await follow();
		turn = [];
	}
	await take(turn);
	await follow();
	await lane.stop();
	checkpoints.stop();
	await checkpoints.run();
	return { ingest, following };
}
