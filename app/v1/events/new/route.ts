import { newEvents } from '@/lib/server/events/count';
import { strictQuery } from '@/lib/server/events/search-input';
import { route } from '@/lib/server/http/route';

/** How many matching events were appended behind `since`, the position of a list. */
export const GET = route(({ ctx, query }) => {
	const { search, own } = strictQuery(query, ['since']);
	return newEvents({ ctx, input: { search, since: own.get('since') } });
});
