import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { nodePrimitives, nodeSigning } from '../../lib/chain/node-primitives';
import { formatSignerKey } from '../../lib/checkpoint/signer-key';
import { SOURCE_STREAMS } from '../../lib/streams/names';
import type { ScratchServices } from '../../scripts/services/scratch';
import { ingestCost } from '../authority/ingest';
import { freshDatabase } from './databases';
import { fillStreams } from './fill-stream';
import { GROUP, type RunOptions, runWorker } from './run-worker';

/** What a part costs the ingest: processor time of an entry in worker and Postgres, in microseconds. */
export interface PartCost {
	readonly without: number;
	readonly with: number;
	/** Of the whole, with the part. */
	readonly share: number;
}

export interface Costs {
	readonly projection: PartCost;
	readonly checkpoints: PartCost;
}

const partCost = (without: number, withPart: number): PartCost => ({ without, with: withPart, share: 1 - without / withPart });

/** Lets the next run begin at the first entry of streams that are full. */
async function forgetGroup(redisUrl: string): Promise<void> {
	const redis = new Redis(redisUrl);
	for (const stream of SOURCE_STREAMS) await redis.xgroup('DESTROY', stream, GROUP);
	redis.disconnect();
}

/** The whole worker over the same streams four times: without checkpoints, with, with, and without. */
async function checkpointCost(services: ScratchServices, run: Omit<RunOptions, 'databaseUrl'>): Promise<PartCost> {
	const key = `${formatSignerKey(nodePrimitives, nodeSigning, 'bench.example', new Uint8Array(randomBytes(32)))} 0 -\n`;
	const micros = { without: 0, with: 0 };
	for (const what of ['without', 'with', 'with', 'without'] as const) {
		run.say(`The worker ${what} checkpoints ...`);
		const databaseUrl = await freshDatabase(services.postgres.url, 'bench_costs');
		const { cpuMicros } = await runWorker({ ...run, databaseUrl, checkpointKeys: what === 'with' ? key : undefined });
		for (const store of ['worker', 'Postgres']) micros[what] += (cpuMicros[store] ?? 0) / 2;
		await forgetGroup(run.redisUrl);
	}
	return partCost(micros.without, micros.with);
}

/** What the projection of authority and the checkpoints cost. Processor time, which others on the machine hardly disturb. */
export async function partCosts(
	services: ScratchServices,
	run: Omit<RunOptions, 'databaseUrl' | 'entries'>,
	events: number,
): Promise<Costs> {
	run.say('The demo mix through two lanes, without and with the projection of authority ...');
	const lanes = await ingestCost(services.postgres, events);
	run.say(`Filling the streams with ${events.toLocaleString('en')} entries ...`);
	const { entries } = await fillStreams(services.redis.url, run.keys, 'costs', events);
	return {
		projection: partCost(lanes.without.cpuMicros, lanes.with.cpuMicros),
		checkpoints: await checkpointCost(services, { ...run, entries }),
	};
}
