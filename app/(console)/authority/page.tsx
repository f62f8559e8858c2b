import type { Metadata } from 'next';
import { AUTHORITY_KEYS } from '@/components/authority/authority-key-help';
import { AuthorityTop } from '@/components/authority/authority-top';
import { AuthorityView } from '@/components/authority/authority-view';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { PageKeys } from '@/components/shell/page-keys';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';

export const metadata: Metadata = { title: 'Authority' };

/** Who may act for whom. */
export default async function AuthorityPage() {
	const authorized = await pageContext('evidence.read');
	const status = await attempt(authorized, (ctx) => readStatus({ ctx }));
	const first = status.ok ? status.data : null;
	const zones = first?.zones.map(({ zone }) => zone) ?? [];
	return (
		<>
			<TopBar
				user={{ name: authorized.actor.name, role: highestRole(authorized.actor.memberships) ?? 'no role' }}
				state={<EvidenceChip first={first} />}
			>
				<AuthorityTop zones={zones} />
			</TopBar>
			<EvidenceNotices first={first} />
			<PageKeys keys={AUTHORITY_KEYS} />
			<AuthorityView zones={zones} />
		</>
	);
}
