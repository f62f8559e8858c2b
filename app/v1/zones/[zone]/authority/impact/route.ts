import { AUTHORITY_IMPACT } from '@/lib/api/authority-operations';
import { authorityImpact } from '@/lib/server/authority/impact';
import { route } from '@/lib/server/http/route';

export const GET = route(AUTHORITY_IMPACT, ({ ctx, params, query, request }) =>
	authorityImpact({ ctx, zoneId: params.zone, query, signal: request.signal }),
);
