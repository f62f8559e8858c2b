import { REVOKE_AUTHORITY } from '@/lib/api/authority-operations';
import { revokeAuthority } from '@/lib/server/authority/revoke';
import { route } from '@/lib/server/http/route';

export const POST = route(REVOKE_AUTHORITY, ({ ctx, params, body }) => revokeAuthority({ ctx, zoneId: params.zone, body }));
