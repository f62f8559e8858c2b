import { GET_USER, UPDATE_USER } from '@/lib/api/access-operations';
import { route } from '@/lib/server/http/route';
import { getUser } from '@/lib/server/users/get';
import { updateUser } from '@/lib/server/users/update';

export const GET = route(GET_USER, ({ ctx, params }) => getUser({ ctx, input: params }));
export const PATCH = route(UPDATE_USER, ({ ctx, params, body }) => updateUser({ ctx, input: { ...params, ...body } }));
