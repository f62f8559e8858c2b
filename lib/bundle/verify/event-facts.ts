/** What is known of an event line that was read and hashed. */
export interface EventFacts {
	/** Where the line feed of its line is. */
	readonly end: number;
	readonly seq: number;
	/** Content hash of what the event says. */
	readonly content: Uint8Array;
	/** Whether the line states that hash. */
	readonly isAsStated: boolean;
	readonly hasPrev: boolean;
	readonly prevHash: Uint8Array;
	/** Whether text holds the separator itself: its parts could then be read in another way that has the same hash. */
	readonly isAmbiguous: boolean;
	/** Whether the signed bytes give the event; null when there are none, or nobody reads them. */
	readonly isAsSigned: boolean | null;
	/** Whether the event names this zone. */
	isOfZone(zoneId: Uint8Array): boolean;
}

export function sameBytes32(a: Uint8Array, b: Uint8Array): boolean {
	for (let i = 0; i < 32; i++) if (a[i] !== b[i]) return false;
	return true;
}
