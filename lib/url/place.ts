/** One event by its place in the ledger. */
export interface EventPlace {
	readonly zone: string;
	readonly seq: number;
}

/** `zone/seq`, split at the last slash: a zone id may hold slashes. */
export function parsePlace(text: string): EventPlace | null {
	const m = /^(.{1,512})\/([1-9]\d{0,15})$/su.exec(text);
	const seq = Number(m?.[2]);
	return m?.[1] === undefined || !Number.isSafeInteger(seq) ? null : { zone: m[1], seq };
}

export function formatPlace(place: EventPlace): string {
	return `${place.zone}/${place.seq}`;
}
