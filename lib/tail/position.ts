/**
 * How far a reader has come: at commit `to` in the zones before `zoneNo`, at place `seq` in that zone, at commit `from` in those
 * behind it. At rest `from` equals `to`, and zone and place are 0. Why this says it for every zone: README.md.
 */
export interface TailPosition {
	readonly from: number;
	readonly to: number;
	readonly zoneNo: number;
	readonly seq: number;
}

/** Everything up to a commit, and nothing behind it. */
export function atCommit(commitNo: number): TailPosition {
	return { from: commitNo, to: commitNo, zoneNo: 0, seq: 0 };
}

export function isAtRest(position: TailPosition): boolean {
	return position.from === position.to;
}

export function samePosition(a: TailPosition, b: TailPosition): boolean {
	return a.from === b.from && a.to === b.to && a.zoneNo === b.zoneNo && a.seq === b.seq;
}

/** Places of a zone's chain that are still ahead of a reader on its way through a step. */
export interface Span {
	readonly zoneNo: number;
	readonly firstSeq: number;
	readonly lastSeq: number;
}

/**
 * Of the spans of a step from `from` to `to`, what a position inside it has not passed, in the order it is read.
 * @param spans of the whole step, each zone once
 */
export function spansAhead(spans: readonly Span[], position: TailPosition): Span[] {
	return spans
		.filter((span) => span.zoneNo > position.zoneNo || (span.zoneNo === position.zoneNo && span.lastSeq > position.seq))
		.map((span) => (span.zoneNo === position.zoneNo ? { ...span, firstSeq: Math.max(span.firstSeq, position.seq + 1) } : span))
		.sort((a, b) => a.zoneNo - b.zoneNo);
}

export function spanEvents(spans: readonly Span[]): number {
	return spans.reduce((sum, span) => sum + span.lastSeq - span.firstSeq + 1, 0);
}

/** The first events of spans, at most so many: the rest of a long span stays for the next read. */
export function firstOf(spans: readonly Span[], eventsMax: number): Span[] {
	const taken: Span[] = [];
	let left = eventsMax;
	for (const span of spans) {
		if (left <= 0) break;
		const lastSeq = Math.min(span.lastSeq, span.firstSeq + left - 1);
		taken.push({ ...span, lastSeq });
		left -= lastSeq - span.firstSeq + 1;
	}
	return taken;
}

/**
 * The position behind a place in the step a reader is on, which is the step's end when nothing of it is left.
 * @param ahead what was ahead before, as spansAhead gives it
 */
export function behind(
	position: TailPosition,
	ahead: readonly Span[],
	place: { readonly zoneNo: number; readonly seq: number },
): TailPosition {
	const last = ahead.at(-1);
	const isEnd = last === undefined || place.zoneNo > last.zoneNo || (place.zoneNo === last.zoneNo && place.seq >= last.lastSeq);
	return isEnd ? atCommit(position.to) : { ...position, zoneNo: place.zoneNo, seq: place.seq };
}

const MEMBER_MAX = Number.MAX_SAFE_INTEGER;

function writeNumber(bytes: number[], value: number): void {
	let rest = value;
	while (rest >= 0x80) {
		bytes.push((rest % 0x80) | 0x80);
		rest = Math.floor(rest / 0x80);
	}
	bytes.push(rest);
}

/** The position in at most 31 bytes: variable-length numbers, the second as what it is more than the first. */
export function positionBytes(position: TailPosition): Uint8Array {
	const bytes: number[] = [];
	const members = [position.from, position.to - position.from, ...(isAtRest(position) ? [] : [position.zoneNo, position.seq])];
	for (const member of members) writeNumber(bytes, member);
	return Uint8Array.from(bytes);
}

/** Reads what positionBytes wrote; null for anything else. */
export function readPosition(bytes: Uint8Array): TailPosition | null {
	const members: number[] = [];
	let value = 0;
	let scale = 1;
	for (const byte of bytes) {
		value += (byte % 0x80) * scale;
		if (value > MEMBER_MAX) return null;
		if (byte >= 0x80) {
			scale *= 0x80;
			continue;
		}
		members.push(value);
		value = 0;
		scale = 1;
	}
	const [from = -1, more = -1, zoneNo = 0, seq = 0] = members;
	if (scale !== 1 || (more === 0 ? members.length !== 2 : members.length !== 4) || from + more > MEMBER_MAX) return null;
	const position = { from, to: from + more, zoneNo, seq };
	// one position has one form
	return Buffer.compare(positionBytes(position), bytes) === 0 ? position : null;
}
