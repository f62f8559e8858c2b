import type { Metadata } from 'next';
import { EvidenceView } from '@/components/evidence/evidence-view';
import { NeedsRole } from '@/components/settings/needs-role';
import { asBodies } from '@/components/settings/role-words';
import { scopeOf } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { listEvidence } from '@/lib/server/bundles/jobs';
import { attempt } from '@/lib/server/http/attempt';
import { firstStatus, PageFrame } from '../page-frame';

export const metadata: Metadata = { title: 'Evidence' };

export default async function EvidencePage() {
	const reader = await pageContext('evidence.read');
	const { memberships } = reader.actor;
	const mayExport = scopeOf(memberships, 'evidence.export') !== null;
	const [read, first] = await Promise.all([
		mayExport ? pageContext('evidence.export').then((authorized) => attempt(authorized, (ctx) => listEvidence({ ctx }))) : null,
		firstStatus(reader),
	]);
	return (
		<PageFrame authorized={reader} first={first} top="Evidence">
			{read === null ? (
				<NeedsRole title="Evidence bundles" wanted="export evidence" permission="evidence.export" memberships={asBodies(memberships)} />
			) : (
				<EvidenceView first={read.ok ? read.data : null} firstError={read.ok ? null : read.error} />
			)}
		</PageFrame>
	);
}
