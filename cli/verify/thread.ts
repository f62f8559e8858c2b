import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { EventReader } from '../../lib/bundle/verify/event-reader';
import type { LineBlock } from '../../lib/bundle/verify/line-reader';
import type { ReadAhead, ReadBlock } from '../../lib/bundle/verify/read-ahead';
import { soundEventsOf } from '../../lib/bundle/verify/sound-events';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { keptHashOf } from './kept-hash';

const ROLE = 'reads-events';
const THREADS_MAX = 8;
/** Blocks with each thread: one it reads, one that waits. */
const BLOCKS_EACH = 2;

interface Waiting {
	readonly resolve: (block: ReadBlock) => void;
	readonly reject: (error: Error) => void;
}

class Thread {
	private readonly worker = new Worker(new URL(import.meta.url), { workerData: ROLE });
	/** In the order in which it answers. */
	private readonly waiting: Waiting[] = [];

	constructor() {
		const fail = (error: Error) => {
			for (const { reject } of this.waiting.splice(0)) reject(error);
		};
		this.worker.on('message', (block: ReadBlock) => this.waiting.shift()?.resolve(block));
		this.worker.on('error', fail);
		this.worker.on('exit', () => fail(new Error('a thread that reads events has ended')));
	}

	read({ bytes, end }: LineBlock): Promise<ReadBlock> {
		return new Promise((resolve, reject) => {
			this.waiting.push({ resolve, reject });
			this.worker.postMessage({ bytes, end }, [bytes.buffer]);
		});
	}

	async stop(): Promise<void> {
		await this.worker.terminate();
	}
}

/** Threads that read the events of blocks, each block in the next one. */
export function startThreads(count = Math.min(availableParallelism(), THREADS_MAX)): ReadAhead & { stop(): Promise<void> } {
	const threads = Array.from({ length: count }, () => new Thread());
	let next = 0;
	return {
		blocksMax: count * BLOCKS_EACH,
		read(block) {
			const thread = threads[next++ % count];
			return thread === undefined ? Promise.reject(new Error('there is no thread')) : thread.read(block);
		},
		async stop() {
			await Promise.all(threads.map((thread) => thread.stop()));
		},
	};
}

if (!isMainThread && workerData === ROLE && parentPort !== null) {
	const port = parentPort;
	const reader = new EventReader(nodePrimitives, keptHashOf);
	port.on('message', ({ bytes, end }: LineBlock) => {
		const sound = soundEventsOf(reader, { bytes, end });
		const { starts, ends, zoneOf, seqs, hashes, flags } = sound;
		port.postMessage(
			{ bytes, end, sound },
			[bytes, starts, ends, zoneOf, seqs, hashes, flags].map(({ buffer }) => buffer as ArrayBuffer),
		);
	});
}
