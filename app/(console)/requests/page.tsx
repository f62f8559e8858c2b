import type { Metadata } from 'next';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { PageKeys } from '@/components/shell/page-keys';
import { TopBar } from '@/components/shell/top-bar';
import { FindView } from '@/components/trace/find/find-view';
import { FIND_KEYS } from '@/components/trace/request-key-help';
import { highestRole } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';
import { pairsOf, type Query } from './query';
import { RequestPage } from './request-page';

export const metadata: Metadata = { title: 'Requests' };

/** The box that takes any ID; with `id`, the request of an ID that no path can hold. */
export default async function RequestsPage({ searchParams }: { searchParams: Promise<Query> }) {
	const pairs = pairsOf(await searchParams);
	const id = pairs.find(([key]) => key === 'id')?.[1] ?? '';
	if (id !== '') return <RequestPage requestId={id} pairs={pairs} />;
	const authorized = await pageContext('evidence.read');
	const status = await attempt(authorized, (ctx) => readStatus({ ctx }));
	const first = status.ok ? status.data : null;
	return (
		<>
			<TopBar
				user={{ name: authorized.actor.name, role: highestRole(authorized.actor.memberships) ?? 'no role' }}
				state={<EvidenceChip first={first} />}
			>
				<span className="px-1 text-13 font-medium">Requests</span>
			</TopBar>
			<EvidenceNotices first={first} />
			<PageKeys keys={FIND_KEYS} />
			<FindView />
		</>
	);
}
