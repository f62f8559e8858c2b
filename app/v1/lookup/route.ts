import { LOOK_UP } from '@/lib/api/event-operations';
import { lookup } from '@/lib/server/events/lookup';
import { route } from '@/lib/server/http/route';

export const GET = route(LOOK_UP, ({ ctx, query }) => lookup({ ctx, input: query }));
