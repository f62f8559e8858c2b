import { SEARCH_AUTHORITY } from '@/lib/api/authority-operations';
import { searchAuthority } from '@/lib/server/authority/search';
import { route } from '@/lib/server/http/route';

export const GET = route(SEARCH_AUTHORITY, ({ ctx, params, query, request }) =>
	searchAuthority({ ctx, zoneId: params.zone, query, signal: request.signal }),
);
