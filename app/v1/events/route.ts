import { LIST_EVENTS } from '@/lib/api/event-operations';
import { searchOf } from '@/lib/api/search-query';
import { listEvents } from '@/lib/server/events/list';
import { route } from '@/lib/server/http/route';

export const GET = route(LIST_EVENTS, ({ ctx, query, request }) => {
	const search = searchOf(query);
	const { before, after, limit } = query;
	return listEvents({ ctx, input: { search, around: search.selected ?? undefined, before, after, limit }, signal: request.signal });
});
