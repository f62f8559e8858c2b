import { setTimeout as sleep } from 'node:timers/promises';
import { FrameReader } from '../../lib/tail/sse';
import type { TailStand } from './stand';
import { RESOURCES } from './traffic';

export interface Line {
	readonly what: string;
	readonly result: string;
	readonly target: string;
	readonly met: boolean;
}

export interface Sizes {
	readonly viewers: number;
	readonly plain: number;
	readonly churn: number;
	readonly behind: number;
	readonly seconds: number;
}

type Say = (line: string) => void;
const whole = (n: number) => Math.round(n).toLocaleString('en');
const WARM_MS = 5_000;

/** Transactions of the whole database so far: those of the worker too. */
async function transactions({ sql }: TailStand): Promise<number> {
	const [row] = await sql<{ n: number }[]>`
		select xact_commit::float8 as n from pg_stat_database where datname = current_database()`;
	return row?.n ?? 0;
}

interface Load {
	readonly what: string;
	readonly paths: readonly string[];
	readonly perSecond: number;
	readonly p50Max: number;
	readonly p99Max: number;
	/** Whether of a piece that arrives the first row alone is measured, which is its oldest. */
	readonly isSampled: boolean;
}

async function underLoad(stand: TailStand, seconds: number, load: Load, say: Say): Promise<Line[]> {
	const { clients, traffic, port, token } = stand;
	// what a process needs once is not a viewer's
	await clients.churn(port, token, 200);
	const emptyKb = stand.memoryKb('web');
	say(`${load.what}: opening ...`);
	const opened = await clients.open(port, token, load.paths);
	const running = traffic.run(load.perSecond);
	await sleep(WARM_MS);
	const [before, cpuBefore] = [await transactions(stand), stand.cpuSeconds('web')];
	const measured = await clients.measure(seconds, load.isSampled);
	const [reads, cpu] = [(await transactions(stand)) - before, stand.cpuSeconds('web') - cpuBefore];
	const kb = (stand.memoryKb('web') - emptyKb) / load.paths.length;
	traffic.stop();
	await running;
	await clients.close();
	const { p50, p99, max } = measured;
	const arrived = load.isSampled ? `${whole(measured.pieces / seconds)} frames/s` : `${whole(measured.rows / seconds)} rows/s`;
	return [
		{
			what: `${load.what}: p50, p99, longest; ${arrived} arrived, ${opened.refused} refused`,
			result: `${whole(p50)} ms, ${whole(p99)} ms, ${whole(max)} ms`,
			target: `p50 ≤ ${load.p50Max} ms, p99 ≤ ${load.p99Max} ms`,
			met: p50 <= load.p50Max && p99 <= load.p99Max && opened.refused === 0 && measured.left === load.paths.length,
		},
		{
			what: '– memory of the console for each',
			result: `${whole(kb)} KB`,
			target: 'at most 120 KB',
			met: kb <= 120 || load.paths.length === 1,
		},
		{
			what: '– transactions of the database a second, those of the worker too',
			result: (reads / seconds).toFixed(1),
			target: 'told',
			met: true,
		},
		{ what: '– cores the console keeps busy', result: (cpu / seconds).toFixed(2), target: 'told', met: true },
	];
}

const asking = (q: string) => `/v1/tail?${new URLSearchParams({ q })}`;

async function fanout(stand: TailStand, { viewers, seconds }: Sizes, say: Say): Promise<Line[]> {
	const load = { perSecond: 500, p50Max: 150, p99Max: 500, isSampled: false };
	const paths = Array.from({ length: viewers }, (_, i) => asking(`resource:"resource://r${i % RESOURCES}" -request:none-${i}`));
	const one = { ...load, paths: paths.slice(0, 1), what: 'one viewer of a tenth of 500 events/s' };
	const all = { ...load, paths, what: `${whole(viewers)} viewers with filters of their own, a tenth of 500 events/s each` };
	return [...(await underLoad(stand, Math.min(5, seconds), one, say)), ...(await underLoad(stand, seconds, all, say))];
}

function wide(stand: TailStand, { plain, seconds }: Sizes, say: Say): Promise<Line[]> {
	const paths = Array.from({ length: plain }, () => '/v1/tail');
	const what = `${whole(plain)} viewers of all of 50 events/s`;
	return underLoad(stand, seconds, { what, paths, perSecond: 50, p50Max: 1000, p99Max: 1000, isSampled: true }, say);
}

async function drop(stand: TailStand, { churn }: Sizes, say: Say): Promise<Line[]> {
	const { clients, port, token } = stand;
	say(`Opening and dropping ${whole(churn)} ...`);
	const third = Math.ceil(churn / 3);
	const grown: number[] = [];
	const startMs = performance.now();
	for (let i = 0; i < 3; i++) {
		await clients.churn(port, token, third);
		await sleep(1_000);
		grown.push(stand.memoryKb('web'));
	}
	const perSecond = (third * 3) / ((performance.now() - startMs) / 1000);
	const [first = 0, , last = 0] = grown;
	return [
		{
			what: `opened and dropped ${whole(third * 3)} streams, ${whole(perSecond)} a second: the last two thirds grew the console by`,
			result: `${whole((last - first) / 1024)} MB (${grown.map((kb) => whole(kb / 1024)).join(', ')})`,
			target: 'at most 20 MB, whatever their number',
			met: last - first <= 20 * 1024,
		},
	];
}

async function catchUp(stand: TailStand, { behind }: Sizes, say: Say): Promise<Line[]> {
	const { traffic, sql, port, token } = stand;
	say(`Catching up with ${whole(behind)} events ...`);
	const sinceMs = Date.now() - 1;
	await traffic.burst(behind);
	for (let events = 0; events < traffic.written; await sleep(500)) {
		const [row] = await sql<{ n: number }[]>`
			select coalesce(sum(event_count), 0)::int as n from chain_heads join zones using (zone_no) where zone_id like 'bench-%'`;
		events = row?.n ?? 0;
	}
	const lines: Line[] = [];
	for (const q of ['', 'resource:"resource://r1"']) {
		const startMs = performance.now();
		const query = new URLSearchParams({ q, since: new Date(sinceMs).toISOString(), until: 'now' });
		const response = await fetch(`http://127.0.0.1:${port}/v1/tail?${query}`, { headers: { authorization: `Bearer ${token}` } });
		const reader = new FrameReader();
		const decoder = new TextDecoder();
		let rows = 0;
		for await (const chunk of response.body ?? [])
			for (const frame of reader.push(decoder.decode(chunk, { stream: true })))
				if (frame.event === 'events') rows += frame.data.split('"streamedAt"').length - 1;
		const perSecond = behind / ((performance.now() - startMs) / 1000);
		lines.push({
			what: `a viewer ${whole(behind)} events behind, ${q === '' ? 'all of them' : 'a tenth of them'}: ${whole(rows)} rows, looked at a second`,
			result: `${whole(perSecond)} events/s`,
			target: 'at least 20,000',
			met: perSecond >= 20_000 && rows >= (q === '' ? behind : Math.floor(behind / RESOURCES)),
		});
	}
	return lines;
}

export const PARTS: Readonly<Record<string, (stand: TailStand, sizes: Sizes, say: Say) => Promise<Line[]>>> = {
	fanout,
	wide,
	drop,
	catchup: catchUp,
};
