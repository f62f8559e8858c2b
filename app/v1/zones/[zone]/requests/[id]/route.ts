import { OPEN_ZONE_REQUEST } from '@/lib/api/trace-operations';
import { route } from '@/lib/server/http/route';
import { openRequest } from '@/lib/server/trace/open';

export const GET = route(OPEN_ZONE_REQUEST, ({ ctx, params, request }) =>
	openRequest({ ctx, input: { zone: params.zone, requestId: params.id }, signal: request.signal }),
);
