import { lookup } from '@/lib/server/events/lookup';
import { route } from '@/lib/server/http/route';

/** What a pasted `text` names. */
export const GET = route(({ ctx, query }) => lookup({ ctx, input: { text: query.get('text') } }));
