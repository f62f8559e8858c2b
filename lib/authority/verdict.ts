import { formatMillis, plural } from '../events/amounts';
import { listed, type Segment, say, strong } from '../events/words';
import type { Cascade } from './cascade';
import type { ConsumerVerdict } from './consumers';
import type { Uses } from './uses';

/** What the record can say of a revocation: never more than that. */
export interface Verdict {
	/** `broken`: used after. `open`: somebody has not been heard of or is late, or mandates may live. `quiet`: nothing speaks against it, which proves nothing. */
	readonly state: 'broken' | 'open' | 'quiet';
	readonly sentence: readonly Segment[];
}

function consumersWords(consumers: readonly ConsumerVerdict[]): Segment[] {
	const there = consumers.filter(({ state }) => state !== 'gone');
	if (there.length === 0) return say`No consumer of revocations is on record`;
	const acked = there.filter(({ state }) => state === 'acknowledged');
	const slowest = Math.max(...acked.map(({ ackedAfterMs }) => ackedAfterMs ?? 0));
	const within = acked.length === 0 ? '' : ` within ${formatMillis(slowest)}`;
	const words = say`${acked.length} of ${plural(there.length, 'consumer')} acknowledged${within}`;
	const names = (state: ConsumerVerdict['state']) => there.filter((each) => each.state === state).map(({ name }) => name);
	const [unknown, late, waiting] = [names('unknown'), names('late'), names('waiting')];
	const have = (list: readonly string[]) => (list.length === 1 ? 'has' : 'have');
	if (unknown.length > 0) words.push(...say`; ${listed(unknown, strong)} ${have(unknown)} not been heard of`);
	if (late.length > 0)
		words.push(...say`; ${listed(late, strong)} ${have(late)} not acknowledged and ${late.length === 1 ? 'is' : 'are'} late`);
	if (waiting.length > 0) words.push(...say`; ${listed(waiting, strong)} ${have(waiting)} still time`);
	return words;
}

function usesWords({ violations, races, refusals, mandates }: Uses): Segment[] {
	const words = say`; ${violations.count === 0 ? 'no use' : plural(violations.count, 'use')} after the revocation ${violations.count === 1 || violations.count === 0 ? 'is' : 'are'} on record`;
	if (races.count > 0)
		words.push(...say`; ${plural(races.count, 'use')} so close to it that clocks apart could explain ${races.count === 1 ? 'it' : 'them'}`);
	if (refusals.count > 0) words.push(...say`; STS refused ${plural(refusals.count, 'attempt')}`);
	if (mandates.count > 0) words.push(...say`; ${plural(mandates.count, 'mandate')} given before may still live`);
	return words;
}

/** One sentence on whether a revocation took effect. */
export function verdictOf(cascade: Cascade, consumers: readonly ConsumerVerdict[], uses: Uses): Verdict {
	const isOpen = consumers.some(({ state }) => state === 'unknown' || state === 'late' || state === 'waiting') || uses.mandates.count > 0;
	const cut = cascade.isCut ? ' What fell was too much to follow to its end, so uses may be missing here.' : '';
	return {
		state: uses.violations.count > 0 ? 'broken' : isOpen || consumers.length === 0 ? 'open' : 'quiet',
		sentence: say`${consumersWords(consumers)}${usesWords(uses)}; Gateway refusals are not audited by Caracal, so absence of refusals proves nothing.${cut}`,
	};
}
