import 'server-only';
import { z } from 'zod';
import type { EventFilter } from '../../../db/queries/event-filter';
import { AppError } from '../../errors';
import { NO_DECISION } from '../../events/vocabulary';
import { fixRange, type Window } from '../../url/range';
import { parseSearch, type SearchState, type ValueFilter } from '../../url/search';
import { nowMicros } from '../clock';
import type { Context } from '../context';
import { askedZones } from '../zones';

const values = z.object({ only: z.array(z.string()), not: z.array(z.string()) });
const micros = z.bigint().nullable();

/** The part of a search that says which events. The codec of the address has bounded every value in it. */
export const searchSchema = z.object({
	zones: z.array(z.string()),
	range: z.discriminatedUnion('kind', [
		z.object({ kind: z.literal('last'), preset: z.enum(['5m', '15m', '1h', '6h', '24h', '7d', '30d', '90d']) }),
		z.object({ kind: z.literal('all') }),
		z.object({ kind: z.literal('between'), from: micros, to: micros }),
	]),
	decisions: values,
	types: values,
	requestId: z.string().nullable(),
	eventId: z.string().nullable(),
});
export type SearchInput = z.infer<typeof searchSchema>;

/** Input that failed its schema, in words. */
export function invalidInput(what: string): AppError {
	return new AppError('invalid_input', `${what} is not valid.`, 'Correct it and ask again.');
}

/** Parses `input` by the schema. @throws AppError invalid_input that names the part that is wrong */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
	const result = schema.safeParse(input);
	if (!result.success) throw invalidInput(result.error.issues[0]?.path.join('.') || 'The request');
	return result.data;
}

/**
 * Reads a query of `/v1/events…`: the parameters of the search address and `own` ones of the endpoint. Unlike a page, an
 * endpoint refuses what it does not understand: a filter silently dropped would show other events than were asked for.
 * @throws AppError invalid_input
 */
export function strictQuery(query: URLSearchParams, own: readonly string[]): { search: SearchState; own: Map<string, string> } {
	const mine = new Map<string, string>();
	const rest: [string, string][] = [];
	for (const [key, value] of query) {
		if (own.includes(key) && !mine.has(key)) mine.set(key, value);
		else rest.push([key, value]);
	}
	const { state, ignored } = parseSearch(rest);
	const [first] = ignored;
	if (first !== undefined) throw invalidInput(`The parameter ${first.slice(0, 120)}`);
	return { search: state, own: mine };
}

function termFilter(filter: ValueFilter): ValueFilter {
	const stored = (value: string) => (value === NO_DECISION ? '' : value);
	return { only: filter.only.map(stored), not: filter.not.map(stored) };
}

/** The filter a query runs with: zones resolved and allowed, the range fixed at this moment. */
export async function filterOf(ctx: Context, search: SearchInput): Promise<{ filter: EventFilter; window: Window }> {
	const zones = await askedZones(ctx, search.zones);
	const window = fixRange(search.range, nowMicros());
	const filter: EventFilter = {
		zoneNos: zones.map((zone) => zone.zoneNo),
		from: window.from,
		to: window.to,
		decisions: termFilter(search.decisions),
		types: search.types,
		requestId: search.requestId,
		eventId: search.eventId,
	};
	return { filter, window };
}
