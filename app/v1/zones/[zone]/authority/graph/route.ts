import { AUTHORITY_GRAPH } from '@/lib/api/authority-operations';
import { authorityGraph } from '@/lib/server/authority/graph';
import { route } from '@/lib/server/http/route';

export const GET = route(AUTHORITY_GRAPH, ({ ctx, params, query, request }) =>
	authorityGraph({ ctx, zoneId: params.zone, query, signal: request.signal }),
);
