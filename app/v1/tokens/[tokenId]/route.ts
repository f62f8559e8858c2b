import { REVOKE_TOKEN } from '@/lib/api/access-operations';
import { route } from '@/lib/server/http/route';
import { revokeToken } from '@/lib/server/tokens/revoke';

export const DELETE = route(REVOKE_TOKEN, ({ ctx, params }) => revokeToken({ ctx, input: params }));
