import 'server-only';
import * as z from 'zod';
import { compile } from '../../../db/queries/search/compile';
import { facetRows } from '../../../db/queries/search/facets';
import { FACET_FIELDS, type Facets, facetFieldSchema } from '../../api/search';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { parseInput, searchSchema } from '../events/search-input';
import { coverageOf, inTime } from './in-time';
import { asked, questionOf } from './question';

const schema = z.object({
	search: searchSchema,
	field: facetFieldSchema.optional(),
	contains: z.string().max(200).default(''),
	limit: z.int().min(1).max(1000).default(10),
});

/** A counted value as an answer shows it: texts masked, and a name where there is one. */
export function shownValue<T extends { readonly value: string; readonly name: string | null }>({ name, value, ...rest }: T) {
	return { ...rest, value: redactText(value), ...(name === null ? {} : { name: redactText(name) }) };
}

/** The most frequent values of the fields that have facets. @throws AppError invalid_input, forbidden, unavailable */
export async function eventFacets({ ctx, input, signal }: { ctx: Context; input: unknown; signal?: AbortSignal }): Promise<Facets> {
	const { search, field, contains, limit } = parseInput(schema, input);
	const question = await asked(ctx, search);
	const fields = field === undefined ? FACET_FIELDS : [field];
	const wanted = { fields, contains: contains.replaceAll('\u0000', ''), valuesMax: limit };
	const given = await inTime(
		question,
		async (reader, window) => facetRows(reader, await compile(reader, await questionOf(reader, question, window)), wanted),
		signal,
	);
	const coverage = coverageOf(question, given);
	const facets = given?.answer.facets ?? fields.map((name) => ({ field: name, values: [], distinct: 0 }));
	return {
		facets: facets.map((facet) => ({ ...facet, values: facet.values.map(shownValue), exact: coverage.exact })),
		source: given?.answer.source ?? 'projection',
		...coverage,
	};
}
