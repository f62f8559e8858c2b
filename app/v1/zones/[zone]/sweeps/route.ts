import { LIST_SWEEPS, START_SWEEP } from '@/lib/api/integrity-operations';
import { route } from '@/lib/server/http/route';
import { listSweeps, startSweep } from '@/lib/server/integrity/sweeps';

export const GET = route(LIST_SWEEPS, ({ ctx, params, query }) => listSweeps({ ctx, zoneId: params.zone, page: query }));
export const POST = route(START_SWEEP, ({ ctx, params, body }) => startSweep({ ctx, zoneId: params.zone, input: body }));
