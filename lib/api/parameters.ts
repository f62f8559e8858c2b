import * as z from 'zod';
import { parseRfc3339Micros } from '../time';

/** Longest text a filter takes. */
export const TEXT_MAX = 1024;

/** A text that Postgres can hold: no U+0000, which no stored text contains. */
export const filterText = z
	.string()
	.min(1)
	.max(TEXT_MAX)
	.refine((text) => !text.includes('\u0000'), 'it holds U+0000');

/** An RFC 3339 time. */
export const when = z
	.string()
	.max(64)
	.refine((text) => parseRfc3339Micros(text) !== null, 'it is no RFC 3339 time, such as 2026-11-21T12:00:00Z')
	.meta({ format: 'date-time' });

/** A page's size. */
export const pageLimit = z.coerce.number().int().min(1).max(1000).default(100);
export const pageCursor = z.string().min(1).max(300).describe('`next_cursor` of the page before');

export const zoneOnly = z.strictObject({ zone: z.string().min(1).max(512) });
export const nothing = z.strictObject({});
