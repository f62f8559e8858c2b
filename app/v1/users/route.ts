import { CREATE_USER, LIST_USERS } from '@/lib/api/access-operations';
import { route } from '@/lib/server/http/route';
import { createUser } from '@/lib/server/users/create';
import { listUsers } from '@/lib/server/users/list';

export const GET = route(LIST_USERS, ({ ctx, query }) => listUsers({ ctx, input: query }));
export const POST = route(CREATE_USER, ({ ctx, body }) => createUser({ ctx, input: body }));
