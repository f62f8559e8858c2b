import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { formatQuery } from '../../lib/query/format';
import { parseQuery } from '../../lib/query/parse';
import { queryArbitrary } from '../../lib/query/testing/arbitrary';
import { Traffic } from '../../worker/testing/traffic';
import { difference, searched } from './check';
import { PARTS, type Part, Stand, type StartWeb } from './stand';
import { Watcher } from './watcher';

export interface FaultOptions {
	readonly viewers: number;
	readonly events: number;
	/** Each part is killed so often, one at a time. */
	readonly rounds: number;
	readonly parts?: readonly Part[];
	readonly freezeMsMax: number;
	readonly cutBytesMean: number;
	readonly seed: number;
	readonly startWeb: StartWeb;
	/** How long viewers have to come to the end when everything is up again. */
	readonly settleMsMax: number;
	readonly say: (line: string) => void;
}

export interface FaultReport {
	readonly events: number;
	readonly shown: number;
	/** Connections that all viewers opened. */
	readonly opened: number;
	readonly kills: readonly Part[];
	/** What is wrong, by the filter of the viewer; empty when nothing is. */
	readonly faults: readonly { readonly q: string; readonly fault: string }[];
}

/** Filters that the simulated traffic gives something to, beside those made at random. */
const FILTERS = [
	'',
	'decision:deny',
	'-decision:allow',
	'type:token_exchange',
	'type:gateway_resource_request latency:>100',
	'area:approvals OR decision:pending',
	'seq:>100',
	'reason:*',
	'resource:* -decision:allow',
	'label:*',
];

function filters(count: number, seed: number): string[] {
	const isRead = (text: string) => text.length < 2000 && parseQuery(text, { nowMicros: 0n }).problems.length === 0;
	const random = fc
		.sample(queryArbitrary, { numRuns: count * 4, seed })
		.map(formatQuery)
		.filter(isRead);
	return Array.from({ length: count }, (_, i) => (i % 2 === 0 ? FILTERS[(i / 2) % FILTERS.length] : random[i]) ?? '');
}

/** A generator of numbers from 0 to 1 that gives the same again (mulberry32). */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Writes traffic until it is all written; a part that is killed meanwhile costs nothing but time. */
async function write(stand: Stand, options: FaultOptions, isOver: () => boolean): Promise<void> {
	const traffic = new Traffic(String(options.seed), options.events);
	const portion = Math.max(20, Math.round(options.events / 200));
	const redis = new Redis(stand.redisUrl, { retryStrategy: () => 200, maxRetriesPerRequest: null });
	redis.on('error', () => {
		// killed: it comes back
	});
	while (traffic.eventIds.length < options.events) {
		await traffic.write(redis, portion);
		if (!isOver()) await sleep(100);
	}
	redis.disconnect();
}

async function killAll(stand: Stand, options: FaultOptions, random: () => number): Promise<Part[]> {
	const kills: Part[] = [];
	for (let round = 0; round < options.rounds; round++)
		for (const part of options.parts ?? PARTS) {
			await sleep(500 + random() * 1500);
			options.say(`killing ${part}`);
			await stand.kill(part, random() * 500);
			kills.push(part);
		}
	return kills;
}

/** Runs viewers through faults and compares each with the ledger. */
export async function runFaults(options: FaultOptions): Promise<FaultReport> {
	const random = numbers(options.seed);
	const stand = await Stand.start('tail-faults', options.startWeb);
	const watchers = filters(options.viewers, options.seed).map(
		(q) => new Watcher({ ...options, q, random, port: stand.port, token: stand.token }),
	);
	const running = watchers.map((watcher) => watcher.run());
	try {
		let isOver = false;
		const writing = write(stand, options, () => isOver);
		const kills = await killAll(stand, options, random);
		isOver = true;
		await writing;
		options.say('everything is up again; waiting for the viewers');
		for (const watcher of watchers) watcher.calm();
		const faults = await settled(stand, watchers, options);
		const [all] = await searched(stand.databaseUrl, ['']);
		const events = [...(all?.values() ?? [])].reduce((sum, places) => sum + places.length, 0);
		const sum = (of: (watcher: Watcher) => number) => watchers.reduce((total, watcher) => total + of(watcher), 0);
		return { events, shown: sum((watcher) => watcher.count), opened: sum((watcher) => watcher.opened), kills, faults };
	} finally {
		for (const watcher of watchers) watcher.stop();
		await Promise.all(running);
		await stand.stop();
	}
}

/** Waits until every viewer has what the ledger has, or the time is over. @returns what is still wrong */
async function settled(stand: Stand, watchers: readonly Watcher[], options: FaultOptions): Promise<FaultReport['faults']> {
	const endMs = Date.now() + options.settleMsMax;
	for (;;) {
		const found = await searched(
			stand.databaseUrl,
			watchers.map((watcher) => watcher.options.q),
		);
		const faults = watchers.flatMap((watcher, i) => {
			const fault = watcher.refused ?? difference(watcher.shown, found[i] ?? new Map());
			return fault === null ? [] : [{ q: watcher.options.q, fault }];
		});
		const [all] = await searched(stand.databaseUrl, ['-area:console']);
		const events = [...(all?.values() ?? [])].reduce((sum, places) => sum + places.length, 0);
		if ((faults.length === 0 && events >= options.events * 0.9) || Date.now() > endMs) return faults;
		await sleep(1000);
	}
}
