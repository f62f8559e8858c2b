import { EXPORT_EVENTS } from '@/lib/api/search-operations';
import { searchOf } from '@/lib/api/search-query';
import { route } from '@/lib/server/http/route';
import { exportEvents } from '@/lib/server/search/export';

export const GET = route(EXPORT_EVENTS, ({ ctx, query, request }) => {
	const { format, columns } = query;
	return exportEvents({ ctx, input: { search: searchOf(query), timeZone: query.tz ?? null, format, columns }, signal: request.signal });
});
