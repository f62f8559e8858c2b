import { LIST_SESSIONS } from '@/lib/api/access-operations';
import { route } from '@/lib/server/http/route';
import { listSessions } from '@/lib/server/sessions/list';

export const GET = route(LIST_SESSIONS, ({ ctx, query }) => listSessions({ ctx, input: query }));
