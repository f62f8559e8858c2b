import { totalEvents } from '@/lib/server/events/count';
import { strictQuery } from '@/lib/server/events/search-input';
import { route } from '@/lib/server/http/route';

/** How many events match the parameters of `/search`. */
export const GET = route(({ ctx, query }) => totalEvents({ ctx, input: { search: strictQuery(query, []).search } }));
