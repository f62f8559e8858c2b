import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	atCommit,
	behind,
	firstOf,
	isAtRest,
	positionBytes,
	readPosition,
	type Span,
	spanEvents,
	spansAhead,
	type TailPosition,
} from './position';

/** A ledger as its log of commits: what each commit appended to which zone. */
type Commits = readonly ReadonlyMap<number, number>[];

const commits: fc.Arbitrary<Commits> = fc.array(
	fc
		.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 4 })
		.map((zones) => new Map(zones)),
	{ minLength: 1, maxLength: 25 },
);

/** The places a zone's chain had reached by a commit. */
function reached(log: Commits, commitNo: number, zoneNo: number): number {
	return log.slice(0, commitNo).reduce((sum, commit) => sum + (commit.get(zoneNo) ?? 0), 0);
}

function spansOf(log: Commits, from: number, to: number): Span[] {
	const zones = new Set(log.slice(from, to).flatMap((commit) => [...commit.keys()]));
	return [...zones].map((zoneNo) => ({ zoneNo, firstSeq: reached(log, from, zoneNo) + 1, lastSeq: reached(log, to, zoneNo) }));
}

/** A reader that takes some places at a time, in steps of any length, and starts anew from its position now and then. */
function read(log: Commits, steps: readonly number[], sizes: readonly number[]): string[] {
	const seen: string[] = [];
	let position: TailPosition = atCommit(0);
	for (let turn = 0; position.from < log.length; turn++) {
		const step = Math.max(1, steps[turn % steps.length] ?? 1);
		if (isAtRest(position)) position = { from: position.to, to: Math.min(log.length, position.to + step), zoneNo: 0, seq: 0 };
		const ahead = spansAhead(spansOf(log, position.from, position.to), position);
		const part = firstOf(ahead, Math.max(1, sizes[turn % sizes.length] ?? 1));
		for (const span of part) for (let seq = span.firstSeq; seq <= span.lastSeq; seq++) seen.push(`${span.zoneNo}/${seq}`);
		const last = part.at(-1);
		position = last === undefined ? atCommit(position.to) : behind(position, ahead, { zoneNo: last.zoneNo, seq: last.lastSeq });
		// whoever goes on has nothing but the bytes
		position = readPosition(positionBytes(position)) ?? atCommit(Number.NaN);
	}
	return seen;
}

describe('a reader that goes by positions', () => {
	test('meets every event once, each zone in its order, whatever its steps and wherever it begins anew', () => {
		const turns = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(commits, turns, turns, (log, steps, sizes) => {
				const seen = read(log, steps, sizes);
				for (let zoneNo = 1; zoneNo <= 6; zoneNo++) {
					const own = seen.filter((place) => place.startsWith(`${zoneNo}/`));
					expect(own).toEqual(Array.from({ length: reached(log, log.length, zoneNo) }, (_, i) => `${zoneNo}/${i + 1}`));
				}
				expect(seen.length).toBe(spanEvents(spansOf(log, 0, log.length)));
			}),
		);
	});
});

describe('the bytes of a position', () => {
	const number = fc.maxSafeNat();
	test('are few and are read back', () => {
		fc.assert(
			fc.property(number, number, fc.nat(2 ** 31 - 1), number, (a, b, zoneNo, seq) => {
				const [from, to] = a < b ? [a, b] : [b, a];
				const position = from === to ? atCommit(from) : { from, to, zoneNo, seq };
				const bytes = positionBytes(position);
				expect(bytes.length).toBeLessThanOrEqual(31);
				expect(readPosition(bytes)).toEqual(position);
			}),
		);
	});

	test('are nothing else', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
				const position = readPosition(bytes);
				if (position !== null) expect(positionBytes(position)).toEqual(bytes);
			}),
		);
	});
});
