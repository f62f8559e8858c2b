import { REVOKE_SESSION } from '@/lib/api/access-operations';
import { route } from '@/lib/server/http/route';
import { revokeSession } from '@/lib/server/sessions/revoke';

export const DELETE = route(REVOKE_SESSION, ({ ctx, params }) => revokeSession({ ctx, input: params }));
