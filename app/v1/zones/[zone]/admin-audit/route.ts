import { LIST_ADMIN_AUDIT } from '@/lib/api/audit-operations';
import { exportAdminAudit, listAdminAudit } from '@/lib/server/audit/admin';
import { route } from '@/lib/server/http/route';

export const GET = route(LIST_ADMIN_AUDIT, async ({ ctx, params, query }) => {
	const asked = { ctx, zoneId: params.zone, query };
	return query.format === 'csv' ? exportAdminAudit(asked) : listAdminAudit(asked);
});
