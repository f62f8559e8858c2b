import { GET_INTEGRITY } from '@/lib/api/integrity-operations';
import { route } from '@/lib/server/http/route';
import { readIntegrity } from '@/lib/server/integrity/overview';

export const GET = route(GET_INTEGRITY, ({ ctx }) => readIntegrity({ ctx }));
