import type { Metadata } from 'next';
import { PlaybookView } from '@/components/integrity/playbook-view';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';

export const metadata: Metadata = { title: 'Findings and what to do' };

export default async function PlaybookPage() {
	const authorized = await pageContext('evidence.read');
	const status = await attempt(authorized, (ctx) => readStatus({ ctx }));
	const first = status.ok ? status.data : null;
	return (
		<>
			<TopBar
				user={{ name: authorized.actor.name, role: highestRole(authorized.actor.memberships) ?? 'no role' }}
				state={<EvidenceChip first={first} />}
			>
				<span className="px-1 text-13 font-medium">Playbook</span>
			</TopBar>
			<EvidenceNotices first={first} />
			<PlaybookView />
		</>
	);
}
