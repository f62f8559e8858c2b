import { TAIL_ZONE } from '@/lib/api/tail-operations';
import { route } from '@/lib/server/http/route';
import { openTail } from '@/lib/server/tail/open';

export const GET = route(TAIL_ZONE, ({ ctx, params, query, request }) => {
	const { q = '', after, ...rest } = query;
	const resumed = request.headers.get('last-event-id') ?? after;
	return openTail({ ctx, input: { ...rest, zones: [params.zone], inPath: true, q, after: resumed }, signal: request.signal });
});
