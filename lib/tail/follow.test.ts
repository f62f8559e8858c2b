import { describe, expect, test } from 'vitest';
import { type FollowIo, follow } from './follow';
import { type Refusal, retryDelayMs, SILENCE_MS_MAX } from './link';
import { FROM_NOW, type TailStart } from './question';
import { frameText, idText } from './sse';

type Answer = readonly string[] | Refusal | 'unreachable' | 'silent';

const notice = (kind: string) => frameText('notice', JSON.stringify({ kind, message: `it says ${kind}`, todo: 'do' }), null);
const refusal = (status: number, retryInMs: number | null = null): Refusal => ({ status, message: `no ${status}`, todo: 'do', retryInMs });

/** Follows through answers in their order; ends once there is no further one. */
async function run(answers: readonly Answer[], start: TailStart = FROM_NOW) {
	const asked: string[] = [];
	const slept: number[] = [];
	const told: unknown[] = [];
	const stop = new AbortController();
	const io: FollowIo = {
		random: () => 1,
		async open(path) {
			const answer = answers[asked.length];
			asked.push(path);
			if (answer === undefined) {
				stop.abort();
				throw new TypeError('over');
			}
			if (answer === 'unreachable') throw new TypeError('fetch failed');
			if (!Array.isArray(answer) && answer !== 'silent') return answer as Refusal;
			return (async function* () {
				if (answer === 'silent') await new Promise(() => {});
				else yield* answer;
			})();
		},
		async sleep(ms, signal) {
			// silence is told only where nothing else ever comes
			if (ms === SILENCE_MS_MAX && answers[asked.length - 1] !== 'silent')
				await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
			else slept.push(ms);
		},
	};
	for await (const each of follow({ zones: ['z,1'], q: 'decision:deny' }, start, io, stop.signal))
		told.push(each.kind === 'frame' ? `${each.frame.event} ${each.frame.id} ${each.frame.data}` : each.link);
	return { asked, slept, told };
}
const positions = (asked: readonly string[]) => asked.map((path) => new URL(path, 'http://x').searchParams.get('after'));

describe('following a tail', () => {
	test('every connection begins at the last whole frame of the one before', async () => {
		const { asked, told } = await run([
			[idText('p0'), frameText('events', '[1]', 'p1'), frameText('events', '[2]', 'p2').slice(0, -1)],
			[idText('p1').slice(0, 4), idText('p1').slice(4), frameText('events', '[2]', 'p2'), notice('reconnect')],
			[],
		]);
		expect(asked[0]).toBe('/v1/tail?zone=z%5C%2C1&q=decision%3Adeny');
		expect(positions(asked)).toEqual([null, 'p1', 'p2', 'p2']);
		expect(told.filter((each) => typeof each === 'string')).toEqual(['id p0 ', 'events p1 [1]', 'id p1 ', 'events p2 [2]']);
	});

	test('a start in the past is asked for until a position is known', async () => {
		const since = { after: null, since: '2026-11-21T02:00:00Z' };
		const { asked } = await run(['unreachable', [idText('p0')]], since);
		expect(asked.map((path) => new URL(path, 'http://x').searchParams.get('since'))).toEqual([since.since, since.since, null]);
	});

	test('waits double while nothing comes, and begin anew when something did', async () => {
		const { slept } = await run(['unreachable', refusal(503), 'unreachable', [idText('p0')], 'unreachable']);
		expect(slept).toEqual([500, 1000, 2000, 500, 1000]);
		expect(retryDelayMs(40, 1)).toBe(10_000);
		expect(retryDelayMs(1, 0)).toBe(250);
	});

	test('a refusal for a while is waited out as the server asks', async () => {
		const { slept, told } = await run([refusal(429, 9_000)]);
		expect(slept).toEqual([9_000]);
		expect(told).toContainEqual({ kind: 'lost', message: 'no 429', tries: 1, retryInMs: 9_000 });
	});

	test('silence is a lost connection', async () => {
		const { asked, told } = await run(['silent']);
		expect(asked).toHaveLength(2);
		expect(told).toContainEqual(expect.objectContaining({ kind: 'lost', message: expect.stringContaining('Nothing came') }));
	});

	test.each([
		[401, 'signed_out'],
		[403, 'forbidden'],
		[410, 'gone'],
		[400, 'refused'],
	])('refused with %i it ends: %s', async (status, end) => {
		const { asked, told } = await run([refusal(status), []]);
		expect(asked).toHaveLength(1);
		expect(told.at(-1)).toEqual({ kind: 'ended', end, message: `no ${status}`, todo: 'do' });
	});

	test.each(['signed_out', 'forbidden', 'gone'])('told %s it ends', async (kind) => {
		const { asked, told } = await run([[idText('p0'), notice(kind)], []]);
		expect(asked).toHaveLength(1);
		expect(told.at(-1)).toEqual({ kind: 'ended', end: kind, message: `it says ${kind}`, todo: 'do' });
	});

	test('told that the server restarts it waits, then goes on', async () => {
		const { asked, slept } = await run([[idText('p0'), notice('restart')], []]);
		expect(positions(asked).slice(0, 2)).toEqual([null, 'p0']);
		expect(slept[0]).toBe(500);
	});
});
