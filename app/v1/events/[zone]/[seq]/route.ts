import { getEvent } from '@/lib/server/events/get';
import { route } from '@/lib/server/http/route';

/** One event whole, by its place in the ledger. */
export const GET = route<{ zone: string; seq: string }>(({ ctx, params }) => getEvent({ ctx, input: params }));
