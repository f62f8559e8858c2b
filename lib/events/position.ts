/**
 * How far a reader has seen each zone's chain, as one opaque text: the answer to "what is new since I looked" needs no clock.
 * Above ZONES_MAX zones there is no text (it would not fit a URL), and a view says that it cannot count what is new.
 */
export const ZONES_MAX = 400;

const FORM = /^(?:[0-9a-z]{1,7}\.[0-9a-z]{1,11}(?:_(?=.)|$))*$/;

/** The heads (zone number to chain_seq) as a text, or null when there are too many zones. */
export function encodePosition(heads: ReadonlyMap<number, number>): string | null {
	if (heads.size > ZONES_MAX) return null;
	return [...heads].map(([zoneNo, seq]) => `${zoneNo.toString(36)}.${seq.toString(36)}`).join('_');
}

/** Reads what encodePosition wrote; null for anything else. */
export function decodePosition(text: string): Map<number, number> | null {
	if (text.length > ZONES_MAX * 20 || !FORM.test(text)) return null;
	const heads = new Map<number, number>();
	for (const part of text === '' ? [] : text.split('_')) {
		const [zoneNo = '', seq = ''] = part.split('.');
		heads.set(Number.parseInt(zoneNo, 36), Number.parseInt(seq, 36));
	}
	return heads;
}
