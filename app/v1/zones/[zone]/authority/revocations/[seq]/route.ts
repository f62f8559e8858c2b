import { GET_REVOCATION } from '@/lib/api/authority-operations';
import { authorityRevocation } from '@/lib/server/authority/revocation';
import { route } from '@/lib/server/http/route';

export const GET = route(GET_REVOCATION, ({ ctx, params, query, request }) =>
	authorityRevocation({ ctx, zoneId: params.zone, seq: Number(params.seq), query, signal: request.signal }),
);
