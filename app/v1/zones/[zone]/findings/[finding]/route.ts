import { GET_FINDING } from '@/lib/api/integrity-operations';
import { route } from '@/lib/server/http/route';
import { getFinding } from '@/lib/server/integrity/finding';

export const GET = route(GET_FINDING, ({ ctx, params }) => getFinding({ ctx, zoneId: params.zone, finding: params.finding }));
