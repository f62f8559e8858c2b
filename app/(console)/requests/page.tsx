import type { Metadata } from 'next';
import { FindView } from '@/components/trace/find/find-view';
import { FIND_KEYS } from '@/components/trace/request-key-help';
import { pageContext } from '@/lib/server/auth/page';
import { firstStatus, PageFrame } from '../page-frame';
import { pairsOf, type Query } from './query';
import { RequestPage } from './request-page';

export const metadata: Metadata = { title: 'Requests' };

/** The box that takes any ID; with `id`, the request of an ID that no path can hold. */
export default async function RequestsPage({ searchParams }: { searchParams: Promise<Query> }) {
	const pairs = pairsOf(await searchParams);
	const id = pairs.find(([key]) => key === 'id')?.[1] ?? '';
	if (id !== '') return <RequestPage requestId={id} pairs={pairs} />;
	const authorized = await pageContext('evidence.read');
	const first = await firstStatus(authorized);
	return (
		<PageFrame authorized={authorized} first={first} top="Requests" keys={FIND_KEYS}>
			<FindView />
		</PageFrame>
	);
}
