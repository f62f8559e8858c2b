import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SEARCH_KEYS } from '@/components/search/frame/search-key-help';
import { SearchTop } from '@/components/search/frame/search-top';
import { SearchView } from '@/components/search/frame/search-view';
import { pageContext } from '@/lib/server/auth/page';
import { listEvents } from '@/lib/server/events/list';
import { attempt } from '@/lib/server/http/attempt';
import { defaultAddress } from '@/lib/server/views/default';
import { formatEventSearch, parseSearch } from '@/lib/url/search';
import { firstStatus, PageFrame, zonesOf } from '../page-frame';

export const metadata: Metadata = { title: 'Search' };

type Query = Record<string, string | string[] | undefined>;

function pairsOf(query: Query): [string, string][] {
	return Object.entries(query).flatMap(([key, value]) =>
		value === undefined ? [] : [value].flat().map((each): [string, string] => [key, each]),
	);
}

export default async function SearchPage({ searchParams }: { searchParams: Promise<Query> }) {
	const authorized = await pageContext('evidence.read');
	const pairs = pairsOf(await searchParams);
	if (pairs.length === 0) {
		// a search that asks for nothing opens with the reader's own default; when that cannot be read, without it
		const preferred = await attempt(authorized, (ctx) => defaultAddress({ ctx }));
		if (preferred.ok && preferred.data !== null && preferred.data !== '') redirect(`/search?${preferred.data}`);
	}
	const { state } = parseSearch(pairs);
	const [list, first] = await Promise.all([
		attempt(authorized, (ctx) => listEvents({ ctx, input: { search: state, around: state.selected ?? undefined } })),
		firstStatus(authorized),
	]);
	return (
		<PageFrame authorized={authorized} first={first} top={<SearchTop zones={zonesOf(first)} />} keys={SEARCH_KEYS}>
			<SearchView first={list.ok ? { query: formatEventSearch(state), list: list.data } : null} firstError={list.ok ? null : list.error} />
		</PageFrame>
	);
}
