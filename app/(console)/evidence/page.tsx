import type { Metadata } from 'next';
import { EvidenceView } from '@/components/evidence/evidence-view';
import { NeedsRole } from '@/components/settings/needs-role';
import { asBodies } from '@/components/settings/role-words';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole, scopeOf } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { listEvidence } from '@/lib/server/bundles/jobs';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';

export const metadata: Metadata = { title: 'Evidence' };

export default async function EvidencePage() {
	const reader = await pageContext('evidence.read');
	const { name, memberships } = reader.actor;
	const mayExport = scopeOf(memberships, 'evidence.export') !== null;
	const [read, status] = await Promise.all([
		mayExport ? pageContext('evidence.export').then((authorized) => attempt(authorized, (ctx) => listEvidence({ ctx }))) : null,
		attempt(reader, (ctx) => readStatus({ ctx })),
	]);
	const first = status.ok ? status.data : null;
	return (
		<>
			<TopBar user={{ name, role: highestRole(memberships) ?? 'no role' }} state={<EvidenceChip first={first} />}>
				<span className="px-1 text-13 font-medium">Evidence</span>
			</TopBar>
			<EvidenceNotices first={first} />
			{read === null ? (
				<NeedsRole title="Evidence bundles" wanted="export evidence" permission="evidence.export" memberships={asBodies(memberships)} />
			) : (
				<EvidenceView first={read.ok ? read.data : null} firstError={read.ok ? null : read.error} />
			)}
		</>
	);
}
