import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../lib/json';
import type { Frame } from '../../lib/tail/sse';
import type { Api, Params } from '../api/client';
import { ApiError } from '../api/errors';
import { apiEvent } from '../testing/events';
import { follow } from './follow';
import { queryOf } from './query';

type Step = 'append' | 'frame' | 'cut' | 'restart' | 'overload' | 'unreachable';

/** A console in memory: its ids are how many events its only zone had, and its script says what each stream does. */
class Console implements Api {
	readonly base = 'http://ledger';
	readonly asked: Params[] = [];
	length = 0;

	constructor(private readonly steps: Step[]) {}

	async get(): Promise<JsonValue> {
		throw new Error('nothing but the stream is asked for');
	}
	post = this.get;
	remove = this.get;
	download = () => {
		throw new Error('nothing but the stream is asked for');
	};

	async *stream(_: string, params: Params, after: string | undefined): AsyncGenerator<Frame> {
		this.asked.push(params);
		if (this.steps[0] === 'overload') throw this.steps.shift() && new ApiError('not_now', 429, 'slower', 20_000);
		let at = after === undefined ? this.length : Number(after);
		yield { event: 'id', data: '', id: String(at) };
		for (let step = this.steps.shift(); step !== undefined; step = this.steps.shift()) {
			if (step === 'append') this.length += 2;
			else if (step === 'frame' && at < this.length) {
				yield { event: 'events', data: JSON.stringify([apiEvent('a', at + 1)]), id: String(at + 1) };
				at++;
			} else if (step === 'cut') throw new ApiError('unreachable', 0, 'broken off');
			else if (step === 'unreachable') throw new ApiError('unreachable', 0, 'nobody there');
			else if (step === 'restart') {
				yield { event: 'notice', data: '{"kind":"restart","message":"","todo":""}', id: null };
				return;
			} else yield { event: 'stats', data: '{}', id: null };
		}
		while (at < this.length) yield { event: 'events', data: JSON.stringify([apiEvent('a', at + 1)]), id: String(++at) };
		yield { event: 'notice', data: '{"kind":"signed_out","message":"The token was revoked.","todo":"Make a new one."}', id: null };
	}
}

async function followed(steps: Step[], zones: string[] = []) {
	const api = new Console(steps);
	const result = { api, seqs: [] as number[], notices: [] as string[], waits: [] as number[], error: '' };
	const settings = { zones, q: 'decision:deny', signal: new AbortController().signal, random: () => 1 };
	const sleep = async (ms: number) => void result.waits.push(ms);
	try {
		for await (const batch of follow({ api, ...settings, sleep, notice: (line) => result.notices.push(line) }))
			result.seqs.push(...batch.map(({ seq }) => seq));
	} catch (error) {
		result.error = error instanceof ApiError ? error.message : String(error);
	}
	return result;
}

test('whatever fails meanwhile, every event behind the start comes once and in order, until the console says no', async () => {
	const step = fc.constantFrom<Step>('append', 'append', 'frame', 'frame', 'frame', 'cut', 'restart', 'overload', 'unreachable');
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (script) => {
			const { api, seqs, error } = await followed([...script]);
			expect(seqs).toEqual(Array.from({ length: api.length }, (_, i) => i + 1));
			expect(error).toBe('The token was revoked. Make a new one. (HTTP 401)');
		}),
	);
});

test('an outage is told once, waited out ever longer, and what the console asks to wait is waited', async () => {
	const { notices, waits } = await followed(['frame', 'cut', 'overload', 'frame']);
	expect(notices).toEqual([expect.stringContaining('broken off; waiting for it'), expect.stringContaining('answers again')]);
	expect(waits).toEqual([500, 20_000]);
});

test('a restart that was announced is no outage', async () => {
	const { notices, waits } = await followed(['append', 'restart', 'append']);
	expect([notices, waits]).toEqual([[], []]);
});

test('zones and filter go to the console', async () => {
	const { api } = await followed([], ['a', 'b,c\\d']);
	expect(api.asked).toEqual([{ zone: 'a,b\\,c\\\\d', q: 'decision:deny', rows: 'record' }]);
});

test('flags are written in the language of the search', () => {
	expect(
		queryOf({ decision: 'deny', event_type: 'jti_collision,control.invoke', request_id: 'req 1', since: '2026-05-11T08:00:00.000000Z' }),
	).toBe('decision:deny type:jti_collision,control.invoke request:"req 1" since:2026-05-11T08:00:00.000000Z');
	expect(queryOf({ application_id: 'app-1', session_id: 's', authority_record_id: 'ar', label: 'nightly run' })).toBe(
		'app:app-1 session:s authority:ar label:"nightly run"',
	);
	expect(queryOf({})).toBe('');
});
