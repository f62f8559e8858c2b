import { LIST_REQUEST_AUDIT } from '@/lib/api/audit-operations';
import { auditOfRequest } from '@/lib/server/audit/by-request';
import { jsonAnswer } from '@/lib/server/http/json-answer';
import { route } from '@/lib/server/http/route';

export const GET = route(LIST_REQUEST_AUDIT, async ({ ctx, params, query }) => {
	const { events, nextCursor } = await auditOfRequest({ ctx, zoneId: params.zone, requestId: params.request, cursor: query.cursor });
	return jsonAnswer(LIST_REQUEST_AUDIT, events, nextCursor === null ? {} : { 'x-next-cursor': nextCursor });
});
