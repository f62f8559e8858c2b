import { OPEN_REQUEST } from '@/lib/api/trace-operations';
import { route } from '@/lib/server/http/route';
import { openRequest } from '@/lib/server/trace/open';

export const GET = route(OPEN_REQUEST, ({ ctx, params, request }) =>
	openRequest({ ctx, input: { zone: null, requestId: params.id }, signal: request.signal }),
);
