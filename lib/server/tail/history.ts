import 'server-only';
import { type Reader, readSnapshot } from '../../../db/queries/reader';
import { compile } from '../../../db/queries/search/compile';
import { withIds } from '../../../db/queries/search/names';
import { firstMissing, spansBetween, stepFrom } from '../../../db/queries/tail/commits';
import { tailEvents } from '../../../db/queries/tail/events';
import type { ZoneRow } from '../../../db/queries/zones';
import { atCommit, behind, firstOf, isAtRest, type Span, spanEvents, spansAhead, type TailPosition } from '../../tail/position';
import { frameText } from '../../tail/sse';
import { beforeRetention, sealCursor } from './cursor';
import { type Feed, FRAME_BYTES_MAX } from './feed';
import type { TailHub } from './hub';
import { TailEvent } from './tail-event';

/** Events of a step, and of those looked at in one read. */
const STEP_EVENTS = 20_000;
const READ_EVENTS = 2_000;

/** Some rows as a frame, and where a reader of it stands. */
export interface HistoryFrame {
	readonly text: string;
	readonly after: TailPosition;
	readonly shown: number;
	/** Events behind the frame before it up to its end, shown or not. */
	readonly received: number;
}

export interface HistoryRead {
	readonly frames: readonly HistoryFrame[];
	/** Behind everything looked at, shown or not. */
	readonly after: TailPosition;
	/** Events behind the last frame. */
	readonly received: number;
}

/** Reads the ledger from a position on, for a viewer that is behind the ring, through the predicate of the search. */
export class History {
	private ahead: readonly Span[] | null = null;

	constructor(
		private readonly hub: TailHub,
		private readonly feed: Feed,
	) {}

	/**
	 * The next read from a position, up to the last commit the hub has read whole.
	 * @returns null when the position is there already
	 */
	async read(position: TailPosition): Promise<HistoryRead | null> {
		// first the end, then the zones: one with events up to that end is then among them
		const target = this.hub.restCommit;
		if (isAtRest(position) && position.to >= target) return null;
		const zones = await this.hub.zonesOf(this.feed);
		const zoneNos = zones.map((zone) => zone.zoneNo);
		return readSnapshot(this.hub.db, zoneNos, async (reader) => {
			const begun = await this.begun(reader, zones, position, target);
			const part = firstOf(begun.ahead, READ_EVENTS);
			const lastSpan = part.at(-1);
			if (lastSpan === undefined) return { frames: [], after: atCommit(begun.position.to), received: 0 };
			const { query, shape } = this.feed.question;
			const compiled =
				query.kind === 'all' ? null : await compile(reader, { zones, from: null, to: null, query: await withIds(reader, zoneNos, query) });
			const { rows, isWhole } = await tailEvents(reader, part, compiled, shape === 'record');
			const lastRow = rows.at(-1)?.row;
			const end = isWhole || lastRow === undefined ? { zoneNo: lastSpan.zoneNo, seq: lastSpan.lastSeq } : lastRow;
			const after = behind(begun.position, begun.ahead, end);
			this.ahead = isAtRest(after) ? null : spansAhead(begun.ahead, after);
			const left = this.ahead === null ? [] : this.ahead;
			const received = spanEvents(begun.ahead) - spanEvents(left);
			const events = rows.map((row) => new TailEvent(row));
			const frames = this.frames(events, begun.position, begun.ahead, after);
			return { frames, after, received: received - frames.reduce((sum, frame) => sum + frame.received, 0) };
		});
	}

	/** What was read last is not where the reader stands: the next read finds its place anew. */
	forget(): void {
		this.ahead = null;
	}

	/** The step the position is in, or the one that begins there. */
	private async begun(reader: Reader, zones: readonly ZoneRow[], position: TailPosition, target: number) {
		const zoneNos = zones.map((zone) => zone.zoneNo);
		if (isAtRest(position)) {
			const step = await stepFrom(reader, zoneNos, position.to, target, STEP_EVENTS);
			const missing = await firstMissing(reader, step.spans);
			if (missing !== null) throw beforeRetention(zones.find((zone) => zone.zoneNo === missing.zoneNo)?.zoneId ?? '');
			return { position: { from: position.to, to: step.to, zoneNo: 0, seq: 0 }, ahead: step.spans };
		}
		return { position, ahead: this.ahead ?? spansAhead(await spansBetween(reader, zoneNos, position.from, position.to), position) };
	}

	private frames(events: readonly TailEvent[], position: TailPosition, ahead: readonly Span[], end: TailPosition): HistoryFrame[] {
		const frames: HistoryFrame[] = [];
		let rows: string[] = [];
		let length = 0;
		let passed = 0;
		for (const [i, event] of events.entries()) {
			const json = event.json(this.feed.question.shape);
			rows.push(json);
			length += json.length;
			const isLast = i === events.length - 1;
			if (length < FRAME_BYTES_MAX && !isLast) continue;
			const after = isLast ? end : behind(position, ahead, event);
			const received = spanEvents(ahead) - (isAtRest(after) ? 0 : spanEvents(spansAhead(ahead, after))) - passed;
			passed += received;
			frames.push({ text: frameText('events', `[${rows.join(',')}]`, sealCursor(after)), after, shown: rows.length, received });
			rows = [];
			length = 0;
		}
		return frames;
	}
}
