import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../lib/json';
import { zoneHeads } from '../api/audit';
import type { Api } from '../api/client';
import { ApiError } from '../api/errors';
import { apiEvent } from '../testing/events';
import { follow } from './follow';
import { latestEvents } from './latest';
import { Positions } from './positions';

/** A ledger in memory that answers as the API does, and fails where the script says. */
class Ledger implements Api {
	readonly base = 'http://ledger';
	readonly chains = new Map<string, number>();
	readonly asked: string[] = [];
	/** Before each answer: appends, or throws. */
	before: () => void = () => undefined;
	pageSize = 3;

	append(zone: string, count: number): void {
		this.chains.set(zone, (this.chains.get(zone) ?? 0) + count);
	}

	async post(): Promise<JsonValue> {
		throw new Error('following changes nothing');
	}

	async get(path: string, params: Readonly<Record<string, string | number | undefined>> = {}): Promise<JsonValue> {
		this.before();
		this.asked.push(path);
		if (path === '/v1/zones') return { items: [...this.chains].map(([zone_id, head_seq]) => ({ zone_id, head_seq })) };
		const zone = path.split('/')[3] ?? '';
		const all = Array.from({ length: this.chains.get(zone) ?? 0 }, (_, i) => apiEvent(zone, i + 1));
		// of a filtered ledger only every tenth event matches
		const matching = params.decision === undefined ? all : all.filter((_, i) => i % 10 === 9);
		if (params.order !== 'asc') return { items: matching.toReversed().slice(0, Number(params.limit)), next_cursor: null };
		const rest = matching.filter(({ chain_seq }) => Number(chain_seq) > Number(params.after_seq));
		return { items: rest.slice(0, this.pageSize), next_cursor: rest.length > this.pageSize ? 'x' : null };
	}
}

interface Followed {
	readonly printed: string[];
	readonly notices: string[];
	readonly waits: number[];
	/** How far the chains reached when it began. */
	readonly before: Map<string, number>;
}

/** Follows the ledger from its last `limit` events until `rounds` waits have passed. */
async function followed(ledger: Ledger, rounds: number, limit = 0, zones: string[] = [], decision?: string): Promise<Followed> {
	const stop = new AbortController();
	const heads = await zoneHeads(ledger);
	const before = new Map(heads.map(({ zone, headSeq }) => [zone, headSeq]));
	const result: Followed = { printed: [], notices: [], waits: [], before };
	const print = (items: readonly { zone: string; seq: number }[]) => result.printed.push(...items.map(({ zone, seq }) => `${zone}/${seq}`));
	const shown = await latestEvents(ledger, zones.length > 0 ? zones : heads.map(({ zone }) => zone), { decision }, limit);
	print(shown);
	const sleep = async (ms: number) => {
		if (result.waits.push(ms) >= rounds) stop.abort();
	};
	const positions = new Positions(heads, shown);
	const settings = { zones, filter: { decision }, positions, signal: stop.signal };
	const batches = follow({ api: ledger, ...settings, sleep, random: () => 1, notice: (line) => result.notices.push(line) });
	for await (const batch of batches) print(batch);
	return result;
}

const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
const seqOf = (name: string) => Number(name.split('/')[1]);

test('whatever is appended and fails meanwhile, every event behind the start comes once and in order', async () => {
	const step = fc.constantFrom('a', 'b', 'new', 'fail', 'overload', 'nonsense', 'nothing');
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(8), fc.nat(5), async (script, start, limit) => {
			const ledger = new Ledger();
			ledger.append('a', start);
			ledger.append('b', 4);
			const steps = [...script];
			let begun = 0;
			ledger.before = () => {
				const next = steps.shift();
				if (next === 'a' || next === 'b' || next === 'new') ledger.append(next, 2);
				// heads and the newest events of up to three zones set up the following; they may not fail
				if (begun++ < 4) return;
				if (next === 'fail') throw new ApiError('unreachable', 0, 'gone');
				if (next === 'overload') throw new ApiError('not_now', 429, 'slower', 20_000);
				if (next === 'nonsense') throw new ApiError('nonsense', 404, 'someone else');
			};
			const { printed, before } = await followed(ledger, script.length + 40, limit);
			expect(new Set(printed).size).toBe(printed.length);
			for (const [zone, length] of ledger.chains) {
				const behind = printed
					.filter((name) => name.startsWith(`${zone}/`))
					.map(seqOf)
					.filter((seq) => seq > (before.get(zone) ?? 0));
				expect(behind.sort((x, y) => x - y)).toEqual(range((before.get(zone) ?? 0) + 1, length));
			}
		}),
	);
});

test('a filter that lets little through does not read the same events again', async () => {
	const ledger = new Ledger();
	ledger.append('a', 95);
	let looks = 0;
	ledger.before = () => ledger.append('a', looks++ < 30 ? 1 : 0);
	const { printed } = await followed(ledger, 40, 2, [], 'deny');
	expect(printed.map(seqOf)).toEqual([80, 90, 100, 110, 120]);
	const asked = ledger.asked.length;
	await followed(ledger, 5, 0, [], 'deny');
	// five looks at the heads and the two questions before them: nothing moved, so no zone is read
	expect(ledger.asked.length - asked).toBe(6);
});

test('of a large zone that appears the last events are looked through, and it says so', async () => {
	const ledger = new Ledger();
	ledger.pageSize = 1000;
	ledger.append('a', 1);
	let looks = 0;
	ledger.before = () => {
		if (looks++ === 1) ledger.append('opened', 5000);
	};
	const { printed, notices } = await followed(ledger, 4);
	expect(printed.map(seqOf)).toEqual(range(4001, 5000));
	expect(notices).toEqual(['zone opened appeared with 5000 events, of which the last 1000 are looked through']);
});

test('only the zones asked for are read', async () => {
	const ledger = new Ledger();
	ledger.append('a', 1);
	ledger.append('b', 1);
	ledger.before = () => ledger.append('b', 1);
	await followed(ledger, 3, 5, ['a']);
	expect(ledger.asked.filter((path) => path.includes('/b/'))).toEqual([]);
});

test('an outage is told once, waited out ever longer, and what the API asks to wait is waited', async () => {
	const ledger = new Ledger();
	ledger.append('a', 1);
	const script = ['', '', '', 'unreachable', 'unreachable', 'not_now'];
	ledger.before = () => {
		const failure = script.shift();
		if (failure === 'unreachable') throw new ApiError('unreachable', 0, 'nobody there');
		if (failure === 'not_now') throw new ApiError('not_now', 429, 'slower', 20_000);
	};
	const { notices, waits } = await followed(ledger, 6);
	expect(notices).toEqual([expect.stringContaining('nobody there; waiting'), expect.stringContaining('answers again')]);
	expect(waits).toEqual([1000, 1000, 500, 1000, 20_000, 1000]);
});

test('what the API refuses ends it', async () => {
	const ledger = new Ledger();
	ledger.append('a', 1);
	let asked = 0;
	ledger.before = () => {
		if (++asked > 2) throw new ApiError('refused', 401, 'revoked');
	};
	await expect(followed(ledger, 5)).rejects.toThrow('revoked');
});

test('many busy zones are looked at less often, so that the limit of a token is not reached', async () => {
	const ledger = new Ledger();
	for (let i = 0; i < 9; i++) ledger.append(`z${i}`, 1);
	ledger.before = () => {
		for (let i = 0; i < 9; i++) ledger.append(`z${i}`, 1);
	};
	ledger.pageSize = 1000;
	const { waits } = await followed(ledger, 3);
	expect(waits).toEqual([2000, 2000, 2000]);
});
