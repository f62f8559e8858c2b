import { WHOAMI } from '@/lib/api/access-operations';
import { route } from '@/lib/server/http/route';
import { whoami } from '@/lib/server/users/whoami';

export const GET = route(WHOAMI, ({ ctx }) => whoami({ ctx }));
