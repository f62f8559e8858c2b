import 'server-only';
import type { Reader } from '../../../db/queries/reader';
import { withIds } from '../../../db/queries/search/names';
import type { Question } from '../../../db/queries/search/question';
import type { ZoneRow } from '../../../db/queries/zones';
import { AppError } from '../../errors';
import type { Query } from '../../query/ast';
import { parseQuery } from '../../query/parse';
import { fixRange, type Window } from '../../url/range';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import type { SearchInput } from '../events/search-input';
import { askedZones } from '../zones';

/** A search with its zones found and allowed, its window fixed at this moment and its query read. */
export interface Asked {
	readonly zones: readonly ZoneRow[];
	readonly window: Window;
	/** Names in it are not resolved yet. */
	readonly query: Query;
	readonly now: bigint;
}

/** The tree of a query's text. @throws AppError invalid_input that says where it is wrong, and how to write it where that is evident */
export function queryOf(text: string, now: bigint, parameter = 'q'): Query {
	const { query, problems } = parseQuery(text, { nowMicros: now });
	const [first] = problems;
	if (first === undefined) return query;
	const where =
		first.span.to - first.span.from <= 1
			? `at character ${first.span.from + 1}`
			: `at characters ${first.span.from + 1} to ${first.span.to}`;
	const todo = first.suggestion === null ? 'Correct it and ask again.' : `Perhaps you mean: ${first.suggestion.slice(0, 1000)}`;
	throw new AppError('invalid_input', `The query (parameter ${parameter}) cannot be read ${where}: ${first.message}`, todo);
}

/** @throws AppError invalid_input for a query that cannot be read, forbidden for a zone that is not the asker's */
export async function asked(ctx: Context, search: SearchInput): Promise<Asked> {
	const now = nowMicros();
	const query = queryOf(search.q, now);
	return { zones: await askedZones(ctx, search.zones), window: fixRange(search.range, now), query, now };
}

/** The question in full: names of applications and workloads replaced by the ids known by them. */
export async function questionOf(reader: Reader, { zones, window, query }: Asked, part: Window = window): Promise<Question> {
	const zoneNos = zones.map((zone) => zone.zoneNo);
	return { zones, from: part.from, to: part.to, query: await withIds(reader, zoneNos, query) };
}
