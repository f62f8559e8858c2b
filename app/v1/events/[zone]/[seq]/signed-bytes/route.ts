import { signedBytes } from '@/lib/server/events/signed-bytes';
import { route } from '@/lib/server/http/route';

/** The exact bytes the producer of an event signed. */
export const GET = route<{ zone: string; seq: string }>(({ ctx, params }) => signedBytes({ ctx, input: params }));
