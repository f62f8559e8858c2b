import { CHANGE_PASSWORD } from '@/lib/api/access-operations';
import { route } from '@/lib/server/http/route';
import { changePassword } from '@/lib/server/users/change-password';

export const POST = route(CHANGE_PASSWORD, ({ ctx, body }) => changePassword({ ctx, input: body }));
