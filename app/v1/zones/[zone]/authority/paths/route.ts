import { AUTHORITY_PATHS } from '@/lib/api/authority-operations';
import { authorityPaths } from '@/lib/server/authority/paths';
import { route } from '@/lib/server/http/route';

export const GET = route(AUTHORITY_PATHS, ({ ctx, params, query, request }) =>
	authorityPaths({ ctx, zoneId: params.zone, query, signal: request.signal }),
);
