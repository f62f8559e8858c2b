/** How long rows stand still after the pointer moved over them or was let go of: long enough to press what was aimed at. */
export const STILL_MS = 600;

/** What the pointer last did over the rows. Times in milliseconds of one clock. */
export interface Hand {
	readonly isDown: boolean;
	/** Where it was, in CSS pixels; null before it came. */
	readonly at: { readonly x: number; readonly y: number } | null;
	readonly sinceMs: number;
}

export const HAND_AWAY: Hand = { isDown: false, at: null, sinceMs: Number.NEGATIVE_INFINITY };

/** The hand after the pointer was heard of. Browsers tell of a pointer that rests when what lies below it moves: that is no move. */
export function handAfter(
	hand: Hand,
	{ x, y, isDown }: { readonly x: number; readonly y: number; readonly isDown: boolean },
	nowMs: number,
): Hand {
	return hand.at?.x === x && hand.at.y === y && hand.isDown === isDown ? hand : { isDown, at: { x, y }, sinceMs: nowMs };
}

/** Until when rows stand still so that a click hits what was aimed at: for ever while the pointer is down. */
export function stillUntilMs(hand: Hand): number {
	return hand.isDown ? Number.POSITIVE_INFINITY : hand.sinceMs + STILL_MS;
}
