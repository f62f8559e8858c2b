import { RESOLVE_FINDING } from '@/lib/api/integrity-operations';
import { route } from '@/lib/server/http/route';
import { resolveFinding } from '@/lib/server/integrity/findings';

export const POST = route(RESOLVE_FINDING, ({ ctx, params, body }) =>
	resolveFinding({ ctx, zoneId: params.zone, finding: params.finding, note: body.note }),
);
