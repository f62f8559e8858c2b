import { RowSpans, readNumbers, readRow } from '../../db/ledger/ledger-row';
import { type Fact, isDecision } from '../../lib/authority/facts';
import { type Micros, microsOf, roughly } from '../../lib/authority/order';
import { type ReadEvent, readEvent } from '../../lib/authority/state';
import type { ByteSink } from '../../lib/chain/byte-sink';
import { byteAt } from '../../lib/chain/bytes';
import { textCache } from '../../lib/chain/bytes-cache';
import { placedAt } from '../../lib/trace/clocks';
import { authorityEventOf, streamedAtOf } from './row-event';

const SLOT_BITS = 13;
/** Longer texts are not remembered: with this the memory is bounded by about 30 MB, in practice a tenth of it. */
const TEXT_BYTES_MAX = 4096;

/** The one member of a decision that changes all the time; nothing here asks it. Quotes in texts are escaped, so this is a key. */
const VOLATILE = Buffer.from('"delegation_graph_epoch": ');
const [DIGIT_MIN, DIGIT_MAX] = [0x30, 0x39];

/** A decision met before: its texts, and what they say. */
interface Known {
	readonly type: string;
	readonly decision: string;
	readonly status: string;
	/** Metadata before and behind what is volatile, and of a refusal the diagnostics. */
	readonly texts: Buffer;
	readonly headBytes: number;
	readonly tailBytes: number;
	readonly facts: readonly Fact[];
	/** The state that has taken it in, at `from` and again in the minute of `until`: to it, nothing in between is new. */
	state: number;
	from: Micros;
	until: Micros;
}

/** What `read` answers when the event tells its state nothing new. */
export const NOTHING_NEW = null;

/**
 * Reads what linked rows say of authority. A session in use repeats itself: texts met before are not parsed again, and what a state
 * has been told is not told again while it would change nothing, as every field keeps the earliest or the latest to the minute.
 * One slot per hash, the newer text wins; texts are compared byte by byte.
 */
export class RowReader {
	private readonly slots: (Known | undefined)[] = Array.from({ length: 1 << SLOT_BITS }, () => undefined);
	private readonly texts = textCache();
	private readonly spans = new RowSpans();

	/**
	 * Reads a row that has its place in the chain. Rows of a zone come in their order.
	 * @param state names the state that will take the event in; it has another number once it was made anew
	 */
	read(rows: ByteSink, row: number, zone: string, state: number): ReadEvent | typeof NOTHING_NEW {
		const spans = this.spans.find(rows, row);
		const type = this.textOf(rows, 'type');
		if (!isDecision(type)) return readEvent(authorityEventOf(zone, readRow(rows, row, spans)));
		const [decision, status] = [this.textOf(rows, 'decision'), this.textOf(rows, 'status')];
		const [start, end] = [spans.start('metadata'), spans.end('metadata')];
		const [cut, resumed] = volatileIn(rows.bytes, start, end);
		const isAsked = decision === 'deny';
		const why = isAsked ? spans.start('diagnostics') : 0;
		const whyEnd = isAsked ? spans.end('diagnostics') : 0;
		const { view, bytes } = rows;
		const hash = hashOf(view, why, whyEnd, hashOf(view, resumed, end, hashOf(view, start, cut, decision.length)));
		const slot = hash >>> (32 - SLOT_BITS);
		const known = this.slots[slot];
		const [head, tail, length] = [cut - start, end - resumed, cut - start + end - resumed + whyEnd - why];
		if (
			known !== undefined &&
			known.type === type &&
			known.decision === decision &&
			known.status === status &&
			known.headBytes === head &&
			known.tailBytes === tail &&
			known.texts.length === length &&
			bytes.compare(known.texts, 0, head, start, cut) === 0 &&
			bytes.compare(known.texts, head, head + tail, resumed, end) === 0 &&
			bytes.compare(known.texts, head + tail, length, why, whyEnd) === 0
		)
			return again(known, rows, row, zone, state);
		const event = readEvent(authorityEventOf(zone, readRow(rows, row, spans)));
		if (length <= TEXT_BYTES_MAX) {
			const texts = Buffer.concat([bytes.subarray(start, cut), bytes.subarray(resumed, end), bytes.subarray(why, whyEnd)], length);
			const { facts, mark } = event;
			const told = { state, from: mark.at, until: roughly(mark.at) };
			this.slots[slot] = { type, decision, status, texts, headBytes: head, tailBytes: tail, facts, ...told };
		}
		return event;
	}

	private textOf(rows: ByteSink, column: 'type' | 'decision' | 'status'): string {
		return this.texts.get(rows, this.spans.start(column), this.spans.end(column));
	}
}

/** A decision whose texts are known. */
function again(known: Known, rows: ByteSink, row: number, zone: string, state: number): ReadEvent | typeof NOTHING_NEW {
	const { occurredAt, entryMs, chainSeq } = readNumbers(rows, row);
	const at = microsOf(placedAt({ occurredAt, streamedAt: streamedAtOf(entryMs) }));
	const minute = roughly(at);
	const isTold = known.state === state;
	if (isTold && at >= known.from && minute <= known.until) return NOTHING_NEW;
	known.state = state;
	known.from = isTold ? Math.min(known.from, at) : at;
	known.until = isTold ? Math.max(known.until, minute) : minute;
	return { zone, mark: { at, seq: chainSeq }, facts: known.facts, revocation: null };
}

/** Where in metadata the volatile number begins and ends; both the end when there is none. */
function volatileIn(bytes: Buffer, start: number, end: number): readonly [cut: number, resumed: number] {
	const found = bytes.subarray(start, end).indexOf(VOLATILE);
	if (found < 0) return [end, end];
	const cut = start + found + VOLATILE.length;
	let resumed = cut;
	while (resumed < end && byteAt(bytes, resumed) >= DIGIT_MIN && byteAt(bytes, resumed) <= DIGIT_MAX) resumed++;
	return [cut, resumed];
}

function hashOf(view: DataView, start: number, end: number, seed: number): number {
	let hash = seed ^ (end - start);
	const whole = end - ((end - start) & 3);
	for (let i = start; i < whole; i += 4) hash = Math.imul(hash ^ view.getInt32(i, true), 0x9e37_79b1) ^ (hash >>> 15);
	for (let i = whole; i < end; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x9e37_79b1);
	return Math.imul(hash, 0x9e37_79b1);
}
