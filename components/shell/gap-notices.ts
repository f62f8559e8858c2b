import type { ConsoleStatus, Gap } from '@/lib/api/status';
import { visible } from '@/lib/events/visible';
import { touches } from '@/lib/evidence/gaps';
import { clockParts } from '@/lib/time-words';
import type { InSight } from '@/lib/url/sight';
import type { Notice } from './notice-bar';

/** Gaps told one by one. */
const TOLD_MAX = 3;
const WORST_FIRST: readonly Gap['reason'][] = ['missing_events', 'trimmed', 'lag', 'dead_letters', 'quiet'];

const fromMs = (iso: string) => Date.parse(iso);

/** `02:10`, with its date where that is not today's, and with seconds where minutes do not tell two instants apart. */
function moment(iso: string, now: string, timeZone: string, withSeconds: boolean): string {
	const { date, clock } = clockParts(iso, timeZone);
	return `${date === clockParts(now, timeZone).date ? '' : `${date} `}${clock.slice(0, withSeconds ? 8 : 5)}`;
}

/** From when to when, as it stands behind "may be incomplete". */
export function spanWords({ from, to }: Pick<Gap, 'from' | 'to'>, now: string, timeZone: string): string {
	if (to === null) return `since ${moment(from, now, timeZone, false)}`;
	const isShort = from.slice(0, 16) === to.slice(0, 16);
	const [one, other] = [moment(from, now, timeZone, isShort), moment(to, now, timeZone, isShort)];
	return one === other ? `at ${one}` : `${one} to ${other}`;
}

/** What may be missing from the window and the zones in sight, worst first. */
export function gapNotices({ gaps, now }: ConsoleStatus, inSight: InSight, timeZone: string): Notice[] {
	if (gaps === null)
		return [
			{
				kind: 'unknown',
				title: 'Whether evidence is missing cannot be told now.',
				detail: 'The state of integrity could not be read; it is asked again every few seconds.',
			},
		];
	// what would be told in the same words is told once
	const touching = gaps
		.filter((gap) =>
			touches({ zone: gap.zone, from: fromMs(gap.from), to: gap.to === null ? null : fromMs(gap.to) }, inSight, inSight.zones),
		)
		.filter((gap, i, all) => all.findIndex((other) => other.said === gap.said && other.from.slice(0, 16) === gap.from.slice(0, 16)) === i)
		.toSorted((a, b) => WORST_FIRST.indexOf(a.reason) - WORST_FIRST.indexOf(b.reason));
	const zone = timeZone === 'UTC' ? ' UTC' : '';
	const notices = touching.slice(0, TOLD_MAX).map(
		(gap): Notice => ({
			kind: gap.reason === 'quiet' ? 'unknown' : 'held',
			title: `Evidence may be incomplete ${spanWords(gap, now, timeZone)}${zone},`,
			detail: `because ${visible(gap.said)}.`,
		}),
	);
	const more = touching.length - notices.length;
	if (more > 0)
		notices.push({
			kind: 'held',
			title: `${more} more ${more === 1 ? 'stretch' : 'stretches'} in this window may be incomplete.`,
			detail: 'Narrow the window or the zones to see each.',
		});
	return notices;
}
