import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBefore, type StreamLook, type StreamState, trimmedBetween, windowsOf } from './gaps';

const LOOK: StreamLook = { entriesAdded: 100, lastGeneratedId: '5000-0', lastDeliveredId: '2000-0', unread: 30, maxDeletedId: '0-0' };
const STATE: StreamState = { ...LOOK, length: 30, firstId: '2001-0' };

test.each<[string, StreamLook | null, Partial<StreamState>, object | null]>([
	['nothing happened', LOOK, {}, null],
	['what was read is trimmed', LOOK, { lastDeliveredId: '5000-0', unread: 0, length: 0, firstId: null }, null],
	['more came, and all of it waits', LOOK, { entriesAdded: 110, length: 40 }, null],
	['the oldest that waited are gone', LOOK, { length: 20, firstId: '3000-0' }, { fromMs: 2000, toMs: 3000, entries: 10 }],
	['all of it is gone', LOOK, { length: 0, firstId: null }, { fromMs: 2000, toMs: 9000, entries: 30 }],
	[
		'some was read, and of what came since some is gone',
		LOOK,
		{ lastDeliveredId: '4000-0', entriesAdded: 150, length: 20, firstId: '6000-0' },
		{ fromMs: 4000, toMs: 6000, entries: 30 },
	],
	['some came and was read: nobody can tell', LOOK, { lastDeliveredId: '6000-0', entriesAdded: 150, length: 2, firstId: '7000-0' }, null],
	['the stream was flushed and begins again', LOOK, { entriesAdded: 3, length: 3, firstId: '8000-0' }, null],
	['a first look tells nothing of what was trimmed', null, { length: 1, firstId: '4000-0' }, null],
	[
		'one was deleted by name before it was read',
		LOOK,
		{ firstId: '1000-0', maxDeletedId: '5500-0' },
		{ fromMs: 2000, toMs: 5500, entries: null },
	],
	[
		'one was deleted by name before the last look, which told of it',
		{ ...LOOK, maxDeletedId: '3000-0' },
		{ firstId: '1000-0', maxDeletedId: '3000-0' },
		null,
	],
	['one was deleted by name after it was read', LOOK, { firstId: '1000-0', maxDeletedId: '1500-0' }, null],
])('%s', (_what, before, change, expected) => {
	expect(trimmedBetween(before, { ...STATE, ...change }, 9000)).toEqual(expected);
});

test('windows hold every instant once, in order, apart from each other, and never too many', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 1e9 }), { maxLength: 300 }), (instants) => {
			const windows = windowsOf(instants);
			expect(windows.reduce((sum, { entries }) => sum + entries, 0)).toBe(instants.length);
			expect(windows.length).toBeLessThanOrEqual(50);
			for (const ms of instants) expect(windows.some(({ fromMs, toMs }) => fromMs <= ms && ms <= toMs)).toBe(true);
			expect(windows.slice(1).every(({ fromMs }, i) => fromMs > (windows[i]?.toMs ?? 0))).toBe(true);
		}),
	);
});

test('entry ids are compared as numbers', () => {
	expect([isBefore('9-0', '10-0'), isBefore('10-2', '10-10'), isBefore('10-0', '10-0')]).toEqual([true, true, false]);
});
