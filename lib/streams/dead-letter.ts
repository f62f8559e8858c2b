import * as z from 'zod';
import { objectOf, parsed, textAt } from '../events/read-json';
import { fieldOf } from './field';

/** What may be told of a dead letter: nothing of its content but the zone it names, which nobody has verified. */
export interface ToldLetter {
	/** Null: it names none. */
	readonly zone: string | null;
	/** Why it was set aside, in a code. */
	readonly reason: string;
	/** When, milliseconds since 1970. */
	readonly atMs: number;
}

/** Letters told of at most. */
export const LETTERS_MAX = 20;
const ZONE_LENGTH_MAX = 512;
const OTHER_REASON = 'other';

const lettersSchema = z
	.array(z.object({ zone: z.string().max(ZONE_LENGTH_MAX).nullable(), reason: z.string().max(100), atMs: z.int().min(0) }))
	.max(LETTERS_MAX);

/** Letters as they are stored as an answer. */
export function formatLetters(letters: readonly ToldLetter[]): string {
	return JSON.stringify(letters);
}

/** Reads what was stored; null when another version of the worker wrote something this one does not know. */
export function parseLetters(text: string): ToldLetter[] | null {
	const result = lettersSchema.safeParse(parsed(text));
	return result.success ? result.data : null;
}

const escaped = (text: string, which: RegExp) => text.replace(which, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A text as producers write it inside the quotes of JSON: as it is, as Go does, in ASCII alone, with slashes escaped. */
function inJson(text: string): string[] {
	const plain = JSON.stringify(text).slice(1, -1);
	// biome-ignore lint/suspicious/noControlCharactersInRegex: every unit that is not printable ASCII
	const ascii = escaped(plain, /[^\x00-\x7e]/g);
	return [...new Set([plain, escaped(plain, /[<>&\u2028\u2029]/g), ascii, plain.replaceAll('/', '\\/')])];
}

/** Says of the fields of a dead letter whether they mention a text: as a whole value, or, where they cannot be read, anywhere. */
export function mentionOf(text: string): (fields: readonly Buffer[]) => boolean {
	const whole = Buffer.from(text);
	const bare = inJson(text).map((each) => Buffer.from(each));
	const quoted = bare.map((each) => Buffer.concat([Buffer.from('"'), each, Buffer.from('"')]));
	const isIn = (value: Buffer, needles: readonly Buffer[]) => needles.some((needle) => value.includes(needle));
	return (fields) => {
		for (let i = 1; i < fields.length; i += 2) {
			const value = fields[i];
			if (value === undefined) continue;
			if (value.equals(whole) || isIn(value, quoted)) return true;
			if (isIn(value, bare) && fields[i - 1]?.toString('latin1') === 'src_data' && parsed(value.toString()) === null) return true;
		}
		return false;
	};
}

function zoneOf(fields: readonly Buffer[]): string | null {
	const own = fieldOf(fields, 'src_zone_id')?.toString();
	const zone = own ?? textAt(objectOf(parsed(fieldOf(fields, 'src_data')?.toString() ?? '')), 'zone_id');
	return zone === '' || zone.length > ZONE_LENGTH_MAX ? null : zone;
}

/**
 * What may be told of a dead letter.
 * @param entryId of the letter on its stream, which Redis gave it
 */
export function toldLetter(entryId: string, fields: readonly Buffer[]): ToldLetter {
	// the first field is the worker's own; one of the entry may bear its name
	const [name, value] = fields;
	const reason = name?.toString() === 'reason' ? (value?.toString().split(':', 1)[0] ?? '') : '';
	const atMs = Number(entryId.split('-', 1)[0]);
	return {
		zone: zoneOf(fields),
		reason: /^[a-z_]{1,60}$/.test(reason) ? reason : OTHER_REASON,
		atMs: Number.isSafeInteger(atMs) && atMs >= 0 ? atMs : 0,
	};
}
