import { GET_SIGNED_BYTES } from '@/lib/api/event-operations';
import { signedBytes } from '@/lib/server/events/signed-bytes';
import { route } from '@/lib/server/http/route';

export const GET = route(GET_SIGNED_BYTES, ({ ctx, params }) => signedBytes({ ctx, input: params }));
