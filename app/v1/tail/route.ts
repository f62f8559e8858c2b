import { TAIL } from '@/lib/api/tail-operations';
import { tailZones } from '@/lib/api/tail-query';
import { route } from '@/lib/server/http/route';
import { openTail } from '@/lib/server/tail/open';

export const GET = route(TAIL, ({ ctx, query, request }) => {
	const { zone, q = '', after, ...rest } = query;
	const zones = tailZones(zone);
	const resumed = request.headers.get('last-event-id') ?? after;
	return openTail({ ctx, input: { ...rest, zones, q, after: resumed }, signal: request.signal });
});
