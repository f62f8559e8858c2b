import * as z from 'zod';
import { parseSearch } from '../url/search';
import { NAME, ZONE } from './access';

/** Longest address, in characters; those of an address are ASCII. */
const ADDRESS_LENGTH_MAX = 100_000;

/** What `/search` has behind its `?`. Refused when a part of it has no effect: a view would show something else than it was saved as. */
export const VIEW_ADDRESS = z
	.string()
	.max(ADDRESS_LENGTH_MAX)
	.regex(/^[\x21-\x7e]*$/, 'an encoded address')
	.refine(
		(address) => !address.startsWith('?') && parseSearch(new URLSearchParams(address)).ignored.length === 0,
		'an address of the search',
	)
	.meta({ description: 'What `/search` has behind its `?`', examples: ['q=decision%3Adeny&last=7d', 'zone=zn_a', ''] });

export const VIEW_ZONE = ZONE.nullable().describe('The zone whose readers see it; null for yourself alone');

/** A search under a name, as the asker sees it. */
export const VIEW = z.strictObject({
	id: z.number().int(),
	name: z.string(),
	address: z.string(),
	zone_id: z.string().nullable().describe('The zone whose readers see it; null for its owner alone'),
	owner: z.string().describe('Name of the account that saved it'),
	mine: z.boolean(),
	changeable: z.boolean().describe('You may rename, change and delete it: it is yours, or you are an admin of its zone'),
	starred: z.boolean().describe('By you'),
	is_default: z.boolean().describe('What your search opens with'),
	created_at: z.string(),
	updated_at: z.string(),
});
export type View = z.infer<typeof VIEW>;

const marks = { starred: z.boolean(), is_default: z.boolean() } as const;

export const NEW_VIEW = z.strictObject({
	name: NAME,
	address: VIEW_ADDRESS,
	zone_id: VIEW_ZONE.default(null),
	starred: marks.starred.default(false),
	is_default: marks.is_default.default(false),
});
export type NewView = z.infer<typeof NEW_VIEW>;

export const VIEW_CHANGE = z.strictObject({
	name: NAME.optional(),
	address: VIEW_ADDRESS.optional(),
	zone_id: VIEW_ZONE.optional(),
	starred: marks.starred.optional(),
	is_default: marks.is_default.optional(),
});
export type ViewChange = z.infer<typeof VIEW_CHANGE>;
