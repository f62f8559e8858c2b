import { EXPLAIN_REQUEST } from '@/lib/api/audit-operations';
import { explainRequest } from '@/lib/server/audit/by-request';
import { route } from '@/lib/server/http/route';

export const GET = route(EXPLAIN_REQUEST, ({ ctx, params }) => explainRequest({ ctx, zoneId: params.zone, requestId: params.request }));
