import { GET_EVENT } from '@/lib/api/event-operations';
import { getEvent } from '@/lib/server/events/get';
import { route } from '@/lib/server/http/route';

export const GET = route(GET_EVENT, ({ ctx, params }) => getEvent({ ctx, input: params }));
