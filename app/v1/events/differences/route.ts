import { DIFFERENCES } from '@/lib/api/search-operations';
import { searchOf } from '@/lib/api/search-query';
import { route } from '@/lib/server/http/route';
import { eventDifferences } from '@/lib/server/search/differences';
import { parseRfc3339Micros } from '@/lib/time';

const micros = (text: string | undefined) => (text === undefined ? null : parseRfc3339Micros(text));

export const GET = route(DIFFERENCES, ({ ctx, query, request }) =>
	eventDifferences({
		ctx,
		input: { search: searchOf(query), from: micros(query.sel_from), to: micros(query.sel_to), q: query.sel_q ?? null, limit: query.limit },
		signal: request.signal,
	}),
);
