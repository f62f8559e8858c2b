import { AUTHORITY_SESSION } from '@/lib/api/authority-operations';
import { authoritySession } from '@/lib/server/authority/session';
import { route } from '@/lib/server/http/route';

export const GET = route(AUTHORITY_SESSION, ({ ctx, params, query, request }) =>
	authoritySession({ ctx, zoneId: params.zone, id: params.id, query, signal: request.signal }),
);
