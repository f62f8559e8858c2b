import { expect, test } from 'vitest';
import { runFaults } from './run';
import { startTailServer } from './stand';

test('viewers that are cut and freeze, with worker, Postgres and console killed, are shown what the search finds', {
	timeout: 240_000,
}, async () => {
	const report = await runFaults({
		viewers: 10,
		events: 3000,
		rounds: 1,
		parts: ['worker', 'postgres', 'web', 'redis'],
		freezeMsMax: 1500,
		cutBytesMean: 20_000,
		seed: 6,
		startWeb: startTailServer,
		settleMsMax: 90_000,
		say: () => {},
	});
	expect(report.faults).toEqual([]);
	expect(report.kills).toEqual(['worker', 'postgres', 'web', 'redis']);
	expect(report.events).toBeGreaterThan(2500);
	// everybody was cut with the console at least
	expect(report.opened).toBeGreaterThan(20);
});
