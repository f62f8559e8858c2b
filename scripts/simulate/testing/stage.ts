import type { Stage } from '../scenarios/scenario';
import { TEST_KEYS, TEST_START_MS } from './keys';

/** A stage as the command line would make it, at a fixed time. */
export function testStage(change: Partial<Stage> = {}): Stage {
	return {
		seed: '1',
		keys: TEST_KEYS,
		startMs: TEST_START_MS,
		zone: null,
		entriesMax: 3000,
		perSecond: null,
		clock: null,
		historyMs: 0,
		...change,
	};
}
