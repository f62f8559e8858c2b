import { FACETS } from '@/lib/api/search-operations';
import { searchOf } from '@/lib/api/search-query';
import { route } from '@/lib/server/http/route';
import { eventFacets } from '@/lib/server/search/facets';

export const GET = route(FACETS, ({ ctx, query, request }) => {
	const { field, contains, limit } = query;
	return eventFacets({ ctx, input: { search: searchOf(query), field, contains, limit }, signal: request.signal });
});
