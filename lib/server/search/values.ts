import 'server-only';
import * as z from 'zod';
import { narrow } from '../../../db/queries/search/question';
import { knownValues } from '../../../db/queries/search/values';
import { type FieldValues, VALUE_FIELDS } from '../../api/search';
import type { Context } from '../access';
import { parseInput, searchSchema } from '../events/search-input';
import { shownValue } from './facets';
import { inTime } from './in-time';
import { asked } from './question';

const schema = z.object({
	search: searchSchema.omit({ q: true }),
	field: z.enum(VALUE_FIELDS),
	prefix: z.string().max(200).default(''),
	limit: z.int().min(1).max(100).default(20),
});

/** Values of a field for whoever is typing one. The query, which is just being typed, is left out. @throws AppError invalid_input, forbidden, unavailable */
export async function eventValues({ ctx, input, signal }: { ctx: Context; input: unknown; signal?: AbortSignal }): Promise<FieldValues> {
	const { search, field, prefix, limit } = parseInput(schema, input);
	const question = await asked(ctx, { ...search, q: '' });
	const given = await inTime(
		question,
		(reader, window) => {
			const narrowed = narrow({ zones: question.zones, from: window.from, to: window.to, query: { kind: 'all' } });
			return knownValues(reader, narrowed, field, prefix.replaceAll('\u0000', ''), limit);
		},
		signal,
	);
	return { field, values: (given?.answer.values ?? []).map(shownValue), more: given?.answer.more ?? true };
}
