import 'server-only';
import * as z from 'zod';
import { compile } from '../../../db/queries/search/compile';
import { type DifferenceRow, differenceRows } from '../../../db/queries/search/differences';
import { withIds } from '../../../db/queries/search/names';
import type { Differences } from '../../api/search';
import { zonesConcerned } from '../../events/console';
import { searchFilters } from '../../events/console-search';
import type { Context } from '../access';
import { invalidInput, parseInput, searchSchema } from '../events/search-input';
import { type Deed, record } from '../record';
import { told } from '../record-reads';
import { zonesNamedBy } from '../record-zones';
import { shownValue } from './facets';
import { coverageOf, inTime } from './in-time';
import { asked, queryOf, questionOf } from './question';

const schema = z.object({
	search: searchSchema,
	from: z.bigint().nullable(),
	to: z.bigint().nullable(),
	q: z.string().max(10_000).nullable(),
	limit: z.int().min(1).max(200).default(40),
});

/** Values with fewer events than this on both sides together say nothing. */
const SUPPORT_MIN = 5;

/**
 * How much a value tells the two sides apart: the difference of its shares times the logarithm of their quotient (its part in
 * Jeffreys' divergence). Half an event is added to each count, so that what one side lacks altogether has a finite weight.
 */
function weightOf(row: Pick<DifferenceRow, 'selected' | 'rest'>, selected: number, rest: number): number {
	const [a, b] = [(row.selected + 0.5) / (selected + 1), (row.rest + 0.5) / (rest + 1)];
	return (a - b) * Math.log(a / b);
}

/** What differs between a part of the matching events and the rest of them, most telling first. @throws AppError invalid_input, forbidden, unavailable */
export async function eventDifferences({
	ctx,
	input,
	signal,
}: {
	ctx: Context;
	input: unknown;
	signal?: AbortSignal;
}): Promise<Differences> {
	const { search, from, to, q, limit } = parseInput(schema, input);
	if (from === null && to === null && q === null) throw invalidInput('A selection without sel_from, sel_to and sel_q');
	const question = await asked(ctx, search);
	const selection = q === null ? null : queryOf(q, question.now, 'sel_q');
	const given = await inTime(
		question,
		async (reader, window) => {
			const compiled = await compile(reader, await questionOf(reader, question, window));
			const chosen =
				selection === null
					? null
					: await compile(reader, { zones: compiled.zones, ...window, query: await withIds(reader, compiled.zoneNos, selection) });
			return { ...(await differenceRows(reader, compiled, { from, to, compiled: chosen }, SUPPORT_MIN)), source: compiled.source };
		},
		signal,
	);
	const { selected = 0, rest = 0, rows = [], source = 'projection' } = given?.answer ?? {};
	const fields = rows
		.map((row) => ({ row, weight: weightOf(row, selected, rest) }))
		.filter(({ weight }) => weight > 0)
		.sort((a, b) => b.weight - a.weight)
		.slice(0, limit)
		.map(({ row }) => ({
			...shownValue(row),
			lift: row.rest === 0 || selected === 0 ? (row.selected === 0 ? 0 : null) : row.selected / selected / (row.rest / rest),
		}));
	const filters = { ...told(searchFilters(search)), view: 'differences' };
	const deed = (zoneId: string): Deed => ({ action: 'console.search', zoneId, details: { filters, zones: search.zones, events_shown: 0 } });
	await record(ctx, zonesConcerned(await zonesNamedBy(ctx, search), []).map(deed));
	return { selected, rest, fields, source, ...coverageOf(question, given) };
}
