import { burst10k } from './burst-10k';
import { clockSkewAndLate } from './clock-skew-and-late';
import { delegationTree } from './delegation-tree';
import { deniedAfterPolicyChange } from './denied-after-policy-change';
import { hostileText } from './hostile-text';
import { revocationCascade } from './revocation-cascade';
import type { Scenario } from './scenario';
import { steady } from './steady';
import { stepUp } from './step-up';
import { tampered } from './tampered';
import { tokenReplay } from './token-replay';

/** Every scenario by its name. */
export const SCENARIOS = {
	steady,
	'denied-after-policy-change': deniedAfterPolicyChange,
	'step-up': stepUp,
	'token-replay': tokenReplay,
	'delegation-tree': delegationTree,
	'revocation-cascade': revocationCascade,
	'burst-10k': burst10k,
	'clock-skew-and-late': clockSkewAndLate,
	tampered,
	'hostile-text': hostileText,
} satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[];
