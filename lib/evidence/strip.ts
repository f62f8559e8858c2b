/** A stretch of a zone's ledger that is all of one kind; both places inclusive. */
export interface StripSegment {
	readonly fromSeq: number;
	readonly toSeq: number;
	readonly state: 'verified' | 'unverified' | 'broken';
	/** Anchors that hold a checkpoint over all of it. */
	readonly anchors: readonly string[];
	readonly findings: number;
}

/** Places that something is wrong at, both inclusive. */
export interface BrokenPlace {
	readonly seq: number;
	readonly lastSeq: number;
}

/** Stretches of a strip at most; places that are close are then told as one. */
const SEGMENTS_MAX = 200;

/**
 * Cuts the places 1 to `seq` where what is known of them changes. Places beyond the end, of events that were deleted there, are
 * one more broken stretch.
 */
export function stripOf(
	seq: number,
	verifiedSeq: number,
	anchors: readonly { readonly anchor: string; readonly size: number }[],
	broken: readonly BrokenPlace[],
): StripSegment[] {
	const end = Math.max(seq, ...broken.map(({ lastSeq }) => lastSeq), 0);
	const ends = [seq, verifiedSeq, ...anchors.map(({ size }) => size), ...broken.flatMap((place) => [place.seq - 1, place.lastSeq])];
	const cuts = [...new Set([...ends, end])].filter((cut) => cut > 0 && cut <= end).sort((a, b) => a - b);
	const segments: StripSegment[] = [];
	let from = 1;
	for (const to of cuts) {
		const findings = broken.filter((place) => place.seq <= to && place.lastSeq >= from).length;
		const state = findings > 0 || from > seq ? 'broken' : to <= verifiedSeq ? 'verified' : 'unverified';
		segments.push({
			fromSeq: from,
			toSeq: to,
			state,
			anchors: anchors.filter(({ size }) => size >= to).map(({ anchor }) => anchor),
			findings,
		});
		from = to + 1;
	}
	return segments.length <= SEGMENTS_MAX ? segments : stripOf(seq, verifiedSeq, anchors, gathered(broken));
}

/** Half as many places: each with its neighbour and what lies between. */
function gathered(broken: readonly BrokenPlace[]): BrokenPlace[] {
	return broken.flatMap((place, i) =>
		i % 2 === 0 ? [{ seq: place.seq, lastSeq: Math.max(place.lastSeq, broken[i + 1]?.lastSeq ?? 0) }] : [],
	);
}
