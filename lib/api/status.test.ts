import { expect, test } from 'vitest';
import { incompleteReasons, LAG_ENTRIES_HIGH, LAG_MS_HIGH, type WorkerState } from './status';

const WELL: WorkerState = {
	alive: 1,
	silentMs: 1000,
	acceptsUnsigned: false,
	lagEntries: 3,
	lagMs: 200,
	deadLetters: 0,
	lastCommitAt: null,
	lastError: null,
};

test.each<[string, Partial<WorkerState>, string[]]>([
	['a worker that keeps up', {}, []],
	['numbers nobody measured', { lagEntries: null, lagMs: null, deadLetters: null }, []],
	['no worker', { alive: 0, silentMs: 21_000 }, ['no_worker']],
	['a worker that accepts unsigned entries', { acceptsUnsigned: true }, ['unsigned']],
	['an old entry', { lagMs: LAG_MS_HIGH + 1 }, ['lag']],
	['many entries', { lagEntries: LAG_ENTRIES_HIGH + 1 }, ['lag']],
	['dead letters', { deadLetters: 1 }, ['dead_letters']],
	['all at once', { alive: 0, acceptsUnsigned: true, lagMs: 60_000, deadLetters: 9 }, ['no_worker', 'unsigned', 'lag', 'dead_letters']],
])('%s: what a reader is told', (_, given, expected) => {
	expect(incompleteReasons({ ...WELL, ...given })).toEqual(expected);
});
