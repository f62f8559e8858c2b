import { VALUES } from '@/lib/api/search-operations';
import { searchOf } from '@/lib/api/search-query';
import { route } from '@/lib/server/http/route';
import { eventValues } from '@/lib/server/search/values';

export const GET = route(VALUES, ({ ctx, query, request }) => {
	const { field, prefix, limit } = query;
	return eventValues({ ctx, input: { search: searchOf(query), field, prefix, limit }, signal: request.signal });
});
