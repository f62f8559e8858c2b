import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	decodeEdge,
	decodeRecord,
	decodeRevocation,
	decodeSession,
	encodeEdge,
	encodeRecord,
	encodeRevocation,
	encodeSession,
} from './encode';
import { AuthorityState } from './state';
import { eventsOfZone } from './testing/arbitrary';

test('rows are what they were when they are read again, and give the same bytes', () => {
	fc.assert(
		fc.property(eventsOfZone(24), (events) => {
			const state = new AuthorityState('z');
			state.apply(events);
			state.settle();
			const { sessions, edges, records, revocations } = state.takeChanges();
			for (const row of sessions) expect(decodeSession('z', row.id, encodeSession(row))).toEqual(row);
			for (const row of edges) expect(decodeEdge('z', row.id, encodeEdge(row))).toEqual(row);
			for (const row of records) expect(decodeRecord('z', row.id, encodeRecord(row))).toEqual(row);
			for (const row of revocations) expect(decodeRevocation(row, encodeRevocation(row))).toEqual(row);
		}),
		{ numRuns: 100 },
	);
});
