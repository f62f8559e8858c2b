import { COUNT_EVENTS } from '@/lib/api/event-operations';
import { searchOf } from '@/lib/api/search-query';
import { totalEvents } from '@/lib/server/events/count';
import { route } from '@/lib/server/http/route';

export const GET = route(COUNT_EVENTS, ({ ctx, query, request }) =>
	totalEvents({ ctx, input: { search: searchOf(query) }, signal: request.signal }),
);
