import type { Scenario } from './scenario';
import { steady } from './steady';

/** Every scenario by its name. */
export const SCENARIOS = { steady } satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[];
