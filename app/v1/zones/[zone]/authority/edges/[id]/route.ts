import { AUTHORITY_EDGE } from '@/lib/api/authority-operations';
import { authorityEdge } from '@/lib/server/authority/edge';
import { route } from '@/lib/server/http/route';

export const GET = route(AUTHORITY_EDGE, ({ ctx, params, query, request }) =>
	authorityEdge({ ctx, zoneId: params.zone, id: params.id, at: query.at, signal: request.signal }),
);
