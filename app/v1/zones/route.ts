import { LIST_ZONES } from '@/lib/api/audit-operations';
import { listZoneHeads } from '@/lib/server/audit/zones';
import { route } from '@/lib/server/http/route';

export const GET = route(LIST_ZONES, ({ ctx }) => listZoneHeads({ ctx }));
