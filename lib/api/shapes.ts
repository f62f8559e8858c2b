import * as z from 'zod';
import { JsonText } from '../evidence/json-text';

/** A type all the way down without a way to change it. */
export type DeepReadonly<T> = T extends JsonText
	? T
	: T extends readonly (infer Item)[]
		? readonly DeepReadonly<Item>[]
		: T extends object
			? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
			: T;

/** An instant: RFC 3339 in UTC with exactly six fractional digits. */
export const instant = z
	.string()
	.regex(/^(?:\d{4}|[+-]\d{6})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/)
	.describe('RFC 3339 in UTC with microseconds');

/** Text that Postgres can store: it has no place for U+0000. */
export function storable(charsMax: number) {
	return z
		.string()
		.max(charsMax)
		.refine((text) => !text.includes('\u0000'), 'holds a character that cannot be stored');
}

export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** JSON of the record, embedded as it is stored. Any JSON; numbers have every digit the producer wrote. */
export const storedJson = z.custom<JsonText>((value) => value instanceof JsonText).describe('JSON as stored; numbers are not rounded');

/** What an error answer holds, whatever the endpoint. */
export const errorBodySchema = z.object({
	code: z.string(),
	message: z.string().describe('What happened'),
	todo: z.string().describe('What to do next'),
	requestId: z.string().describe('To quote: the log of the console has it'),
});
