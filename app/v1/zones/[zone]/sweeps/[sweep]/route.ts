import { CANCEL_SWEEP } from '@/lib/api/integrity-operations';
import { route } from '@/lib/server/http/route';
import { cancelSweep } from '@/lib/server/integrity/sweeps';

export const DELETE = route(CANCEL_SWEEP, ({ ctx, params }) => cancelSweep({ ctx, zoneId: params.zone, sweep: params.sweep }));
