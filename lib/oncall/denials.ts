import type { Band, OnCall, Tile } from '../api/oncall';
import { groupDigits, plural } from '../events/amounts';
import type { EpochMicros } from '../events/contract';
import { formatMicros } from '../time';
import { denyBand } from './band';
import { CHART_MINUTES, minuteOf, startOfMinute } from './clock';
import type { HourCount, MinuteCount } from './facts';
import { searchFor } from './link';
import { percent, percentWords } from './words';

/** Minutes the figure is about, the present one included. */
const MINUTES = 5;
/** Of fewer decisions no rate is judged. */
const DECIDED_MIN = 20;
const TIMES_HIGHEST = 1.5;
const POINTS_MORE = 0.05;
/** Where nothing tells what is normal. */
const LIMIT_UNKNOWN = 0.5;

/** The deny rate above which somebody should look. */
export function denyLimit(band: Band | null): number {
	return band === null ? LIMIT_UNKNOWN : Math.min(Math.max(band.high * TIMES_HIGHEST, band.high + POINTS_MORE), 1);
}

function normalWords(band: Band | null): string {
	if (band === null) return 'no hour like this in the last 7 days';
	const range = percent(band.low) === percent(band.high) ? percentWords(band.high) : `${percent(band.low)} to ${percentWords(band.high)}`;
	return `normal ${range} at this hour (${plural(band.days, 'day')})`;
}

/** The deny rate of the last minutes against the same hour of the last days. */
export function denials(
	counts: readonly MinuteCount[],
	hours: readonly HourCount[],
	now: EpochMicros,
	zones: readonly string[],
): { tile: Tile; panel: OnCall['denials'] } {
	const last = minuteOf(now);
	const first = last - CHART_MINUTES + 1;
	const minutes = Array.from({ length: CHART_MINUTES }, () => ({ denied: 0, decided: 0 }));
	for (const { minute, decision, events } of counts) {
		const at = minutes[minute - first];
		if (at === undefined || (decision !== 'deny' && decision !== 'allow')) continue;
		at.decided += events;
		if (decision === 'deny') at.denied += events;
	}
	const recent = minutes.slice(-MINUTES);
	const denied = recent.reduce((sum, minute) => sum + minute.denied, 0);
	const decided = recent.reduce((sum, minute) => sum + minute.decided, 0);
	const band = denyBand(hours);
	const limit = denyLimit(band);
	const rate = decided === 0 ? 0 : denied / decided;
	const isJudged = decided >= DECIDED_MIN;
	const why = band === null ? '' : ` (${TIMES_HIGHEST} times the highest of these hours, at least ${POINTS_MORE * 100} points more)`;
	const from = startOfMinute(last - MINUTES + 1);
	return {
		tile: {
			id: 'denials',
			state: isJudged && rate > limit ? 'attention' : 'calm',
			meaning: 'deny',
			figure: decided === 0 ? { value: 'none', unit: 'decided' } : { value: percent(rate), unit: '%' },
			said: `${groupDigits(denied)} of ${plural(decided, 'decision')} in ${MINUTES}\u00a0min; ${normalWords(band)}`,
			rule: `Attention above ${percentWords(limit)}${why}, from ${DECIDED_MIN} decisions on`,
			series: {
				from: formatMicros(startOfMinute(first)),
				stepMs: 60_000,
				values: minutes.map((minute) => (minute.decided === 0 ? null : (100 * minute.denied) / minute.decided)),
				unit: '% denied in a minute',
			},
			search: searchFor(zones, 'decision:deny', from, now),
		},
		panel: { from: formatMicros(startOfMinute(first)), minutes, band, limit },
	};
}
