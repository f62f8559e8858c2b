import type { Place } from '../trace/event';
import type { TimelineEvent } from '../trace/timeline';
import type { Stretch } from './span';

/**
 * The way of an event into the ledger: when it is dated, when Redis had it, when it was ingested. Pixels from the left of the track;
 * null what lies outside it.
 */
export interface LedgerLine {
	readonly key: string;
	readonly row: number;
	readonly occurredPx: number | null;
	readonly streamPx: number | null;
	readonly ingestedPx: number | null;
	/** The line through them. */
	readonly leftPx: number;
	readonly rightPx: number;
	/** It ends later than what is drawn. */
	readonly isOpenRight: boolean;
	readonly isOdd: boolean;
	readonly place: Place;
	/** Events drawn as this one line: they are too close to be told apart. */
	readonly count: number;
}

export const LEDGER_ROWS_MAX = 4;
const NUMBER_PX = 62;
const GAP_PX = 4;

/** Offsets of the three clocks in microseconds after the start. */
export function clockOffsets(event: TimelineEvent): { occurred: number; stream: number | null; ingested: number } {
	const { occurredMicros, clocks } = event;
	const stream = clocks.streamMs === null ? null : occurredMicros + Math.round(clocks.streamMs * 1000);
	return { occurred: occurredMicros, stream, ingested: (stream ?? occurredMicros) + Math.round(clocks.ingestMs * 1000) };
}

/** The lines of the ledger lane; what comes out grows with the width alone. Linear in the events. */
export function ledgerLines(events: readonly TimelineEvent[], { fromMicros, toMicros }: Stretch, widthPx: number): LedgerLine[] {
	const perMicro = widthPx / (toMicros - fromMicros);
	const px = (at: number) => Math.min(Math.max((at - fromMicros) * perMicro, 0), widthPx);
	const inside = (at: number) => (at < fromMicros || at > toMicros ? null : (at - fromMicros) * perMicro);
	const lines: LedgerLine[] = [];
	const rows: { endPx: number; last: number }[] = [];
	for (const event of events) {
		const { occurred, stream, ingested } = clockOffsets(event);
		const [first, last] = [Math.min(occurred, stream ?? occurred, ingested), Math.max(occurred, stream ?? occurred, ingested)];
		if (last < fromMicros || first > toMicros) continue;
		const [leftPx, rightPx] = [px(first), px(last)];
		let row = rows.findIndex((each) => each.endPx + GAP_PX <= leftPx);
		if (row < 0 && rows.length < LEDGER_ROWS_MAX) row = rows.push({ endPx: 0, last: -1 }) - 1;
		const into = rows[row < 0 ? rows.length - 1 : row];
		if (into === undefined) continue;
		const known = lines[into.last];
		if (row < 0 && known !== undefined) {
			lines[into.last] = { ...known, rightPx: Math.max(known.rightPx, rightPx), count: known.count + 1 };
			into.endPx = Math.max(into.endPx, rightPx + NUMBER_PX);
			continue;
		}
		into.last = lines.length;
		into.endPx = rightPx + NUMBER_PX;
		lines.push({
			key: `${event.place.zone}/${event.place.seq}`,
			row,
			occurredPx: inside(occurred),
			streamPx: stream === null ? null : inside(stream),
			ingestedPx: inside(ingested),
			leftPx,
			rightPx,
			isOpenRight: last > toMicros,
			isOdd: event.clocks.note.length > 0,
			place: event.place,
			count: 1,
		});
	}
	return lines;
}
