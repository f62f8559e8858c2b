import { EXPORT_AUTHORITY } from '@/lib/api/authority-operations';
import { exportAuthority } from '@/lib/server/authority/table';
import { route } from '@/lib/server/http/route';

export const GET = route(EXPORT_AUTHORITY, ({ ctx, params, query: { format, ...query }, request }) =>
	exportAuthority({ ctx, zoneId: params.zone, query, format, signal: request.signal }),
);
