/** A Redis entry id `<ms>-<seq>` as numbers. */
export interface EntryPlace {
	ms: number;
	seq: number;
	/** Whether the numbers are exact and give the id back; Redis itself makes no other ids, but takes any two 64-bit numbers. */
	isExact: boolean;
}

const DIGITS_EXACT_MAX = 15;

/** Reads an entry id into `place`; what exceeds exact numbers is clamped and marked. */
export function readEntryId(entryId: string, place: EntryPlace): void {
	let dash = 0;
	let ms = 0;
	for (; dash < entryId.length; dash++) {
		const digit = entryId.charCodeAt(dash) - 48;
		if (digit < 0 || digit > 9) break;
		ms = ms * 10 + digit;
	}
	let seq = 0;
	let end = dash + 1;
	for (; end < entryId.length; end++) {
		const digit = entryId.charCodeAt(end) - 48;
		if (digit < 0 || digit > 9) break;
		seq = seq * 10 + digit;
	}
	place.ms = Math.min(ms, Number.MAX_SAFE_INTEGER);
	place.seq = Math.min(seq, Number.MAX_SAFE_INTEGER);
	const seqDigits = entryId.length - dash - 1;
	place.isExact =
		end === entryId.length &&
		entryId.charCodeAt(dash) === 0x2d &&
		dash > 0 &&
		dash <= DIGITS_EXACT_MAX &&
		seqDigits > 0 &&
		seqDigits <= DIGITS_EXACT_MAX &&
		(dash === 1 || entryId.charCodeAt(0) !== 48) &&
		(seqDigits === 1 || entryId.charCodeAt(dash + 1) !== 48);
}
