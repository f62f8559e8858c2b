import { CHECK_SIGNATURE } from '@/lib/api/event-operations';
import { checkSignature } from '@/lib/server/events/signature-check';
import { route } from '@/lib/server/http/route';

export const POST = route(CHECK_SIGNATURE, ({ ctx, params }) => checkSignature({ ctx, input: params }));
