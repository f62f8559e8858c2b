import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from '../services/child';
import { waitFor } from '../services/wait-for';
import { obituary } from './keep-running';

/** A worker that takes in nothing for this long is stuck. */
const STALL_MS_MAX = 60_000;

interface Loaded {
	/** Events of history that were loaded whole. */
	readonly events: number;
	/** Loads begun. Each has a seed of its own: the same ids at other times would look like tampering. */
	readonly attempts: number;
}

export interface HistoryOptions {
	readonly dataDir: string;
	readonly events: number;
	/** Starts the simulator with these arguments. */
	readonly simulate: (args: readonly string[]) => Promise<Child>;
	readonly ledgerEvents: () => Promise<number>;
	readonly say: (line: string) => void;
}

function remembered(path: string): Loaded {
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { events: 0, attempts: 0 };
}

/** Runs the simulator to its end and gives how many of its entries belong in the ledger. */
async function writeHistory(options: HistoryOptions, events: number, seed: string): Promise<number> {
	const args = ['--scenario', 'steady', '--history-hours', '24', '--events', String(events), '--rate', '0', '--seed', seed];
	const child = await options.simulate([...args, '--quiet', '--json']);
	const how = await child.exited;
	if (how !== 'exit code 0') throw new Error(obituary('The traffic simulator', how, child.logTail(3)));
	const summary: { expected: { ledger: number } } = JSON.parse(child.logTail(1)[0] ?? '');
	return summary.expected.ledger;
}

/**
 * Loads the history that is missing and waits until the worker has taken it in.
 * @throws when the simulator fails or the worker stops taking in
 */
export async function loadHistory(options: HistoryOptions): Promise<void> {
	const { events, say } = options;
	const path = join(options.dataDir, 'history.json');
	const before = await options.ledgerEvents();
	const { attempts, ...former } = remembered(path);
	const loaded = before === 0 ? 0 : former.events;
	if (loaded >= events) return;

	say(`Writing ${events - loaded} events of the last 24 hours ...`);
	writeFileSync(path, JSON.stringify({ events: loaded, attempts: attempts + 1 }));
	const wanted = before + (await writeHistory(options, events - loaded, `history-${attempts + 1}-${Date.now()}`));

	say('Waiting until the worker has verified, chained and stored them ...');
	let seen = before;
	let movedMs = Date.now();
	await waitFor(
		'taking in the history',
		async () => {
			const now = await options.ledgerEvents();
			if (now > seen) movedMs = Date.now();
			seen = now;
			if (Date.now() - movedMs > STALL_MS_MAX)
				throw new Error(`The worker stopped at ${seen - before} of ${wanted - before} events of history`);
			return seen >= wanted;
		},
		{ timeoutMs: 3_600_000, intervalMs: 250 },
	);
	writeFileSync(path, JSON.stringify({ events, attempts: attempts + 1 }));
}
