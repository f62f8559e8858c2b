import { PROVE_CONSISTENCY } from '@/lib/api/integrity-operations';
import { route } from '@/lib/server/http/route';
import { proveConsistency } from '@/lib/server/integrity/checkpoints';

export const GET = route(PROVE_CONSISTENCY, ({ ctx, params, query }) => proveConsistency({ ctx, zoneId: params.zone, sizes: query }));
