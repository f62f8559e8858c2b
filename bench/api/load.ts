import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Load {
	/** From the moment each request was due, not from when it could be sent: a stall counts for all it held up. Milliseconds. */
	readonly latenciesMs: readonly number[];
	/** Answers other than 200, by status; 0 for none at all. */
	readonly failures: ReadonlyMap<number, number>;
	readonly bytesMean: number;
	/** Requests a second that were answered. */
	readonly perSecond: number;
}

const SOCKETS_MAX = 64;

function ask(url: string, headers: Readonly<Record<string, string>>, agent: Agent): Promise<{ status: number; bytes: number }> {
	return new Promise((resolve) => {
		const request = get(url, { agent, headers: { ...headers } }, (response) => {
			let bytes = 0;
			response.on('data', (chunk: Buffer) => {
				bytes += chunk.length;
			});
			response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
			response.on('error', () => resolve({ status: 0, bytes }));
		});
		request.on('error', () => resolve({ status: 0, bytes: 0 }));
	});
}

/** Asks at a fixed rate, whether or not the answers keep up. */
export async function load(
	url: string,
	headers: Readonly<Record<string, string>>,
	requestsPerSecond: number,
	seconds: number,
): Promise<Load> {
	const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });
	const latenciesMs: number[] = [];
	const failures = new Map<number, number>();
	const underWay: Promise<void>[] = [];
	let bytes = 0;
	const startMs = performance.now();
	for (let i = 0; i < requestsPerSecond * seconds; i++) {
		const dueMs = startMs + (i / requestsPerSecond) * 1000;
		const waitMs = dueMs - performance.now();
		if (waitMs > 0) await sleep(waitMs);
		underWay.push(
			ask(url, headers, agent).then((answer) => {
				latenciesMs.push(performance.now() - dueMs);
				bytes += answer.bytes;
				if (answer.status !== 200) failures.set(answer.status, (failures.get(answer.status) ?? 0) + 1);
			}),
		);
	}
	await Promise.all(underWay);
	agent.destroy();
	const took = (performance.now() - startMs) / 1000;
	return { latenciesMs, failures, bytesMean: bytes / latenciesMs.length, perSecond: latenciesMs.length / took };
}
