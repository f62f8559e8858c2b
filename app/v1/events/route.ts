import { LIST_EVENTS } from '@/lib/api/event-operations';
import { answerListEvents } from '@/lib/server/events/list-call';
import { route } from '@/lib/server/http/route';

export const GET = route(LIST_EVENTS, answerListEvents);
