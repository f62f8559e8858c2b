import * as z from 'zod';
import { AppError } from '../errors';
import { parseSearch, type SearchState } from '../url/search';

const text = z.string().max(20_000);

/** The parameters of the address of `/search`, as an endpoint takes them (lib/url/search). */
export const SEARCH_PARAMETERS = {
	zone: text.optional().describe('Zone ids, separated by commas; without it every zone you may read'),
	last: z
		.enum(['5m', '15m', '1h', '6h', '24h', '7d', '30d', '90d', 'all'])
		.optional()
		.describe('The window up to now; 24h when no other is given'),
	from: text.optional().describe('Start of the window, RFC 3339, inclusive'),
	to: text.optional().describe('End of the window, RFC 3339, exclusive'),
	tz: text.optional().describe('Has no effect on the answer'),
	q: text.optional().describe('The query: `decision:deny app:billing -type:token_exchange`'),
	event: text.optional().describe('`zone/seq` of an event the first page is to hold'),
} as const;

const NAMES = Object.keys(SEARCH_PARAMETERS);

/**
 * The search that parameters ask for. Unlike a page, an endpoint refuses what it does not understand: a filter silently dropped
 * would show other events than were asked for.
 * @throws AppError invalid_input that names the parameter
 */
export function searchOf(query: object): SearchState {
	const pairs = Object.entries(query).filter((pair): pair is [string, string] => NAMES.includes(pair[0]) && typeof pair[1] === 'string');
	const { state, ignored } = parseSearch(pairs);
	const [first] = ignored;
	if (first !== undefined)
		throw new AppError('invalid_input', `The parameter ${first.slice(0, 120)} is not valid.`, 'Correct it and ask again.');
	return state;
}
