import { listEvents } from '@/lib/server/events/list';
import { strictQuery } from '@/lib/server/events/search-input';
import { route } from '@/lib/server/http/route';

/** A page of events: the parameters of `/search`, and `before`, `after`, `limit`. With `event`, the first page holds that event. */
export const GET = route(({ ctx, query }) => {
	const { search, own } = strictQuery(query, ['before', 'after', 'limit']);
	const limit = own.get('limit');
	return listEvents({
		ctx,
		input: {
			search,
			around: search.selected ?? undefined,
			before: own.get('before'),
			after: own.get('after'),
			limit: limit === undefined ? undefined : Number(limit),
		},
	});
});
