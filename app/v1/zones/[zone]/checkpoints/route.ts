import { LIST_CHECKPOINTS } from '@/lib/api/integrity-operations';
import { route } from '@/lib/server/http/route';
import { listCheckpoints } from '@/lib/server/integrity/checkpoints';

export const GET = route(LIST_CHECKPOINTS, ({ ctx, params, query }) => listCheckpoints({ ctx, zoneId: params.zone, page: query }));
