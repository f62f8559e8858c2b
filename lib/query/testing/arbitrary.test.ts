import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryEventOf } from '../event';
import { FIELD_NAMES } from '../fields';
import { matches } from '../match';
import { eventArbitrary, leafArbitrary } from './arbitrary';

const SEED = 20_261_121;
const events = fc.sample(eventArbitrary, { numRuns: 200, seed: SEED }).map((event, i) => queryEventOf(event, i + 1));
const leaves = fc.sample(leafArbitrary, { numRuns: 4000, seed: SEED });

/** Kinds of leaves, `field op` or `kind op`, with how often they held and how often not. */
const tally = new Map<string, { held: number; failed: number }>();
for (const leaf of leaves) {
	const op = 'test' in leaf ? leaf.test.op : 'words';
	const kind = `${leaf.kind === 'field' ? leaf.field : leaf.kind} ${op}`;
	const seen = tally.get(kind) ?? { held: 0, failed: 0 };
	for (const event of events) seen[matches(leaf, event) ? 'held' : 'failed']++;
	tally.set(kind, seen);
}

test('every field is asked for', () => {
	const asked = new Set([...tally.keys()].map((kind) => kind.split(' ')[0]));
	expect([...FIELD_NAMES, 'metadata', 'words'].filter((kind) => !asked.has(kind))).toEqual([]);
});

test.each([...tally])('%s holds for some events and not for others', (kind, { held, failed }) => {
	// every event has these, and no generated ID is a short text
	const isAlways = ['zone', 'type', 'area', 'decision', 'id', 'seq'].includes(kind.replace(/ present$/, ''));
	if (kind !== 'id equals') expect(held).toBeGreaterThan(0);
	if (!isAlways) expect(failed).toBeGreaterThan(0);
});
