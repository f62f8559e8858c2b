import 'server-only';
import { z } from 'zod';
import type { EventFilter } from '../../../db/queries/event-filter';
import type { ZoneRow } from '../../../db/queries/zones';
import { AppError } from '../../errors';
import { fixRange, type Window } from '../../url/range';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { askedZones } from '../zones';

const micros = z.bigint().nullable();

/** The part of a search that says which events. The codec of the address has bounded every value in it. */
export const searchSchema = z.object({
	zones: z.array(z.string()),
	range: z.discriminatedUnion('kind', [
		z.object({ kind: z.literal('last'), preset: z.enum(['5m', '15m', '1h', '6h', '24h', '7d', '30d', '90d']) }),
		z.object({ kind: z.literal('all') }),
		z.object({ kind: z.literal('between'), from: micros, to: micros }),
	]),
	q: z.string().max(20_000),
});
export type SearchInput = z.infer<typeof searchSchema>;

const NONE = { only: [], not: [] };

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

/** The filter a query runs with: zones resolved and allowed, the range fixed at this moment. */
export async function filterOf(
	ctx: Context,
	search: SearchInput,
): Promise<{ filter: EventFilter; window: Window; zones: readonly ZoneRow[] }> {
	if (search.q.trim() !== '') throw invalidInput('The parameter q');
	const zones = await askedZones(ctx, search.zones);
	const window = fixRange(search.range, nowMicros());
	const filter: EventFilter = {
		zoneNos: zones.map((zone) => zone.zoneNo),
		from: window.from,
		to: window.to,
		decisions: NONE,
		types: NONE,
		requestId: null,
		eventId: null,
	};
	return { filter, window, zones };
}
