import { beforeEach, describe, expect, test } from 'vitest';
import type { FollowIo } from './follow';
import { FROM_NOW } from './question';
import { type Follower, SharedTails, STREAMS_MAX, type TailMessage } from './share';
import { frameText, idText } from './sse';

/** A stream as the server has it open: what is pushed is read by whoever asked for it. */
class Opened {
	private readonly texts: string[] = [];
	private wake: (() => void) | null = null;
	constructor(
		readonly path: string,
		readonly signal: AbortSignal,
	) {
		signal.addEventListener('abort', () => this.wake?.());
	}
	push(text: string): void {
		this.texts.push(text);
		this.wake?.();
	}
	async *chunks(): AsyncGenerator<string> {
		while (!this.signal.aborted) {
			const text = this.texts.shift();
			if (text !== undefined) yield text;
			else
				await new Promise<void>((resolve) => {
					this.wake = resolve;
				});
		}
	}
}

let opened: Opened[] = [];
const io: FollowIo = {
	random: () => 0,
	async open(path, signal) {
		const stream = new Opened(path, signal);
		opened.push(stream);
		return stream.chunks();
	},
	sleep: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
};
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const open = () => opened.filter((each) => !each.signal.aborted);

function tab(q: string, after: string | null = null, who = 'mira'): Follower & { readonly got: TailMessage[]; rows(): string[] } {
	const got: TailMessage[] = [];
	return {
		question: { zones: [], q },
		start: after === null ? FROM_NOW : { after, since: null },
		who,
		got,
		tell: (message) => got.push(message),
		rows: () => got.flatMap((each) => (each.kind === 'frame' && each.event === 'events' ? [each.data] : [])),
	};
}

beforeEach(() => {
	opened = [];
});

describe('tabs of one browser', () => {
	test('tabs that ask the same share a connection, which closes with the last of them', async () => {
		const tails = new SharedTails(() => io);
		const [one, two] = [tab('a'), tab('a')];
		tails.follow(one);
		await settled();
		opened[0]?.push(idText('p0'));
		opened[0]?.push(frameText('events', '[1]', 'p1'));
		await settled();
		tails.follow(two);
		expect(two.got[0]).toMatchObject({ kind: 'joined', id: 'p1' });
		opened[0]?.push(frameText('events', '[2]', 'p2'));
		await settled();
		expect(opened).toHaveLength(1);
		expect([one.rows(), two.rows()]).toEqual([['[1]', '[2]'], ['[2]']]);
		expect(one.got).toContainEqual({ kind: 'company', tabs: 2, streams: 1 });
		tails.leave(one);
		expect(open()).toHaveLength(1);
		tails.leave(two);
		expect(open()).toHaveLength(0);
	});

	test("another person's session, and another question, have their own", async () => {
		const tails = new SharedTails(() => io);
		for (const follower of [tab('a'), tab('b'), tab('a', null, 'noor')]) tails.follow(follower);
		await settled();
		expect(opened.map((each) => each.path)).toEqual(['/v1/tail?q=a', '/v1/tail?q=b', '/v1/tail?q=a']);
	});

	test('a tab that begins in the past joins the others where they stand, with nothing twice and nothing lost', async () => {
		const tails = new SharedTails(() => io);
		const [one, two] = [tab('a'), tab('a', 'p1')];
		tails.follow(one);
		await settled();
		opened[0]?.push(idText('p3'));
		await settled();
		tails.follow(two);
		await settled();
		expect(opened).toHaveLength(2);
		opened[1]?.push(frameText('events', '[2]', 'p2'));
		opened[1]?.push(frameText('events', '[3]', 'p3'));
		await settled();
		expect(open()).toHaveLength(1);
		opened[0]?.push(frameText('events', '[4]', 'p4'));
		await settled();
		expect([one.rows(), two.rows()]).toEqual([['[4]'], ['[2]', '[3]', '[4]']]);
	});

	test('more different tails than there are connections wait for one to end', async () => {
		const tails = new SharedTails(() => io);
		const tabs = Array.from({ length: STREAMS_MAX + 1 }, (_, i) => tab(`q${i}`));
		for (const each of tabs) tails.follow(each);
		await settled();
		expect(opened).toHaveLength(STREAMS_MAX);
		expect(tabs.at(-1)?.got[0]).toMatchObject({ kind: 'joined', link: { kind: 'queued' } });
		const [first] = tabs;
		if (first !== undefined) tails.leave(first);
		await settled();
		expect(opened.at(-1)?.path).toBe(`/v1/tail?q=q${STREAMS_MAX}`);
	});

	test('an ended stream is told to all its tabs, and takes no connection', async () => {
		const tails = new SharedTails(() => io);
		const [one, two] = [tab('a'), tab('a')];
		tails.follow(one);
		tails.follow(two);
		await settled();
		opened[0]?.push(frameText('notice', JSON.stringify({ kind: 'signed_out', message: 'm', todo: 't' }), null));
		await settled();
		for (const each of [one, two])
			expect(each.got).toContainEqual(expect.objectContaining({ link: expect.objectContaining({ end: 'signed_out' }) }));
		expect(tails.count).toBe(0);
	});
});
