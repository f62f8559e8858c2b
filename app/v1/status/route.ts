import { GET_STATUS } from '@/lib/api/event-operations';
import { route } from '@/lib/server/http/route';
import { readStatus } from '@/lib/server/status';

export const GET = route(GET_STATUS, ({ ctx }) => readStatus({ ctx }));
