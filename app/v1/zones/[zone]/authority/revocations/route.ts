import { LIST_REVOCATIONS } from '@/lib/api/authority-operations';
import { authorityRevocations } from '@/lib/server/authority/revocations';
import { route } from '@/lib/server/http/route';

export const GET = route(LIST_REVOCATIONS, ({ ctx, params, query }) => authorityRevocations({ ctx, zoneId: params.zone, query }));
