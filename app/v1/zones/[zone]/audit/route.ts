import { LIST_AUDIT } from '@/lib/api/audit-operations';
import { exportAudit } from '@/lib/server/audit/export';
import { listAudit } from '@/lib/server/audit/list';
import { route } from '@/lib/server/http/route';

export const GET = route(LIST_AUDIT, async ({ ctx, params, query }) => {
	const asked = { ctx, zoneId: params.zone, query };
	return query.format === 'csv' ? exportAudit(asked) : listAudit(asked);
});
