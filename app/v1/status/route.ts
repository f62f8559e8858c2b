import { route } from '@/lib/server/http/route';
import { readStatus } from '@/lib/server/status';

/** The workers, the zones and how far their chains reach. */
export const GET = route(({ ctx }) => readStatus({ ctx }));
