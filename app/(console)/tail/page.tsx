import type { Metadata } from 'next';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { PageKeys } from '@/components/shell/page-keys';
import { TopBar } from '@/components/shell/top-bar';
import { TAIL_KEYS } from '@/components/tail/tail-key-help';
import { TailTop } from '@/components/tail/tail-top';
import { TailView } from '@/components/tail/tail-view';
import { highestRole } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';

export const metadata: Metadata = { title: 'Tail' };

export default async function TailPage() {
	const authorized = await pageContext('evidence.read');
	const status = await attempt(authorized, (ctx) => readStatus({ ctx }));
	const first = status.ok ? status.data : null;
	return (
		<>
			<TopBar
				user={{ name: authorized.actor.name, role: highestRole(authorized.actor.memberships) ?? 'no role' }}
				state={<EvidenceChip first={first} />}
			>
				<TailTop zones={first?.zones.map((zone) => zone.zone) ?? []} />
			</TopBar>
			<EvidenceNotices first={first} />
			<PageKeys keys={TAIL_KEYS} />
			<TailView who={String(authorized.actor.id)} />
		</>
	);
}
