import { NEW_EVENTS } from '@/lib/api/event-operations';
import { searchOf } from '@/lib/api/search-query';
import { newEvents } from '@/lib/server/events/count';
import { route } from '@/lib/server/http/route';

export const GET = route(NEW_EVENTS, ({ ctx, query, request }) =>
	newEvents({ ctx, input: { search: searchOf(query), since: query.since }, signal: request.signal }),
);
