import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventItem } from '@/lib/api/events';
import { type Line, linesOf, RUN_MIN } from './runs';

function event(seq: number, app: string): EventItem {
	return {
		...{ zone: 'z', seq, id: `e${seq}`, occurredAt: '2026-11-21T12:00:00.000000Z', ingestedAt: '2026-11-21T12:00:00.000000Z' },
		...{ type: 'token_exchange', decision: 'deny', evaluationStatus: 'complete', requestId: '', app, appName: null, resource: null },
		...{ reason: null, policyVersion: null, host: null, latencyMs: seq, labels: [], sentence: [] },
	};
}

function of(apps: string): EventItem[] {
	return Array.from(apps, (app, i) => event(i + 1, app));
}

function drawn(apps: string, open: readonly number[] = []): string[] {
	const events = of(apps);
	const lines = linesOf(events, true, (first) => open.includes(first.seq));
	return Array.from({ length: lines.count }, (_, i) => lines.at(i))
		.filter((line): line is Line => line !== undefined)
		.map((line) => (line.kind === 'event' ? `${events[line.index]?.app}${line.index + 1}` : `${line.open ? '-' : '+'}${line.count}`));
}

describe('runs of alike events', () => {
	test('fold into their first, and say how many follow', () => {
		expect(drawn('aaaab')).toEqual(['a1', '+3', 'b5']);
		expect(drawn('baaa')).toEqual(['b1', 'a2', '+2']);
	});

	test('two alike stand for themselves', () => expect(drawn('aabba')).toEqual(['a1', 'a2', 'b3', 'b4', 'a5']));

	test('an open run shows all, and how to fold it again', () => {
		expect(drawn('aaab', [1])).toEqual(['a1', '-2', 'a2', 'a3', 'b4']);
	});

	test('an event is on its line, or on the line it is folded into', () => {
		const lines = linesOf(of('aaaab'), true, () => false);
		expect([0, 1, 3, 4].map(lines.lineOf)).toEqual([0, 1, 1, 2]);
	});

	test('every event is either drawn or counted, in order, whatever is open', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 60 }), fc.array(fc.nat(60)), (apps, open) => {
				const events = of(apps);
				const lines = linesOf(events, true, (first) => open.includes(first.seq));
				const seen: number[] = [];
				for (let i = 0; i < lines.count; i++) {
					const line = lines.at(i);
					if (line?.kind === 'event') {
						seen.push(line.index);
						expect(lines.lineOf(line.index)).toBe(i);
					} else if (line?.kind === 'more') {
						expect(line.count).toBeGreaterThanOrEqual(RUN_MIN - 1);
						if (!line.open) for (let k = 1; k <= line.count; k++) seen.push(line.first + k);
					}
				}
				expect(seen).toEqual(events.map((_, i) => i));
				expect(lines.at(lines.count)).toBeUndefined();
			}),
		);
	});
});
