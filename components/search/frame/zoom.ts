import type { EventList } from '@/lib/api/events';
import type { Panel } from '@/lib/url/panel';
import { parseInstant, type TimeRange } from '@/lib/url/range';
import type { Stretch } from '../histogram/plot';

type Between = Extract<TimeRange, { kind: 'between' }>;

/**
 * A stretch of the histogram as a range. At the ends of the window it is the window's own end, to the microsecond, so that no event
 * falls between; it ends at now where it would go beyond both the window and now.
 */
export function zoomedRange({ fromMs, toMs }: Stretch, window: EventList['window'] | null, nowMs: number): Between {
	const ends = [window?.from, window?.to].map((at) => (at == null ? null : { ms: Date.parse(at), micros: parseInstant(at) }));
	const at = (ms: number) => ends.find((end) => end?.ms === ms)?.micros ?? BigInt(Math.round(ms)) * 1000n;
	const last = Math.max(nowMs, ends[1]?.ms ?? nowMs);
	return { kind: 'between', from: at(fromMs), to: at(toMs > last ? last : toMs) };
}

/** The stretch that is set against the rest, if one is. */
export function selectedStretch(panel: Panel | null): Stretch | null {
	if (panel?.kind !== 'differences' || panel.selection.kind !== 'window') return null;
	const { from, to } = panel.selection;
	return { fromMs: Number(from / 1000n), toMs: Number(to / 1000n) };
}
