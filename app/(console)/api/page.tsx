import type { Metadata } from 'next';
import { ApiView } from '@/components/api-document/api-view';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole, scopeOf } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { openApi } from '@/lib/server/openapi';
import { readStatus } from '@/lib/server/status';

export const metadata: Metadata = { title: 'API' };

/** The interface for programs, drawn from its own description. */
export default async function ApiPage() {
	const ctx = await pageContext('signed_in');
	const { name, memberships } = ctx.actor;
	const canRead = scopeOf(memberships, 'evidence.read') !== null;
	const status = canRead ? await attempt(ctx, (authorized) => readStatus({ ctx: authorized })) : null;
	const first = status?.ok ? status.data : null;
	return (
		<>
			<TopBar user={{ name, role: highestRole(memberships) ?? 'no role' }} state={canRead ? <EvidenceChip first={first} /> : null}>
				<span className="px-1 text-13 font-medium">API</span>
			</TopBar>
			{canRead ? <EvidenceNotices first={first} /> : null}
			<ApiView document={openApi()} />
		</>
	);
}
