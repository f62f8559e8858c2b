import type { Metadata } from 'next';
import { INTEGRITY_KEYS } from '@/components/integrity/integrity-key-help';
import { IntegrityTop } from '@/components/integrity/integrity-top';
import { IntegrityView } from '@/components/integrity/integrity-view';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { PageKeys } from '@/components/shell/page-keys';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole, scopeOf } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readIntegrity } from '@/lib/server/integrity/overview';
import { readStatus } from '@/lib/server/status';

export const metadata: Metadata = { title: 'Integrity' };

export default async function IntegrityPage() {
	const authorized = await pageContext('evidence.read');
	const [read, status] = await Promise.all([
		attempt(authorized, (ctx) => readIntegrity({ ctx })),
		attempt(authorized, (ctx) => readStatus({ ctx })),
	]);
	const first = status.ok ? status.data : null;
	const may = scopeOf(authorized.actor.memberships, 'verification.run');
	return (
		<>
			<TopBar
				user={{ name: authorized.actor.name, role: highestRole(authorized.actor.memberships) ?? 'no role' }}
				state={<EvidenceChip first={first} />}
			>
				<IntegrityTop zones={first?.zones.map(({ zone }) => zone) ?? []} />
			</TopBar>
			<EvidenceNotices first={first} />
			<PageKeys keys={INTEGRITY_KEYS} />
			<IntegrityView
				first={read.ok ? read.data : null}
				firstError={read.ok ? null : read.error}
				mayVerify={may === null ? [] : may.kind === 'all' ? null : may.zoneIds}
			/>
		</>
	);
}
