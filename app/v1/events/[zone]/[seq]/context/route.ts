import { CONTEXT } from '@/lib/api/search-operations';
import { route } from '@/lib/server/http/route';
import { eventContext } from '@/lib/server/search/context';

export const GET = route(CONTEXT, ({ ctx, params, query }) => eventContext({ ctx, input: { place: params, ...query } }));
