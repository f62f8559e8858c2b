import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SEARCH_KEYS } from '@/components/search/frame/search-key-help';
import { SearchTop } from '@/components/search/frame/search-top';
import { SearchView } from '@/components/search/frame/search-view';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { PageKeys } from '@/components/shell/page-keys';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { listEvents } from '@/lib/server/events/list';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';
import { defaultAddress } from '@/lib/server/views/default';
import { formatEventSearch, parseSearch } from '@/lib/url/search';

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
	const [list, status] = await Promise.all([
		attempt(authorized, (ctx) => listEvents({ ctx, input: { search: state, around: state.selected ?? undefined } })),
		attempt(authorized, (ctx) => readStatus({ ctx })),
	]);
	const first = status.ok ? status.data : null;
	return (
		<>
			<TopBar
				user={{ name: authorized.actor.name, role: highestRole(authorized.actor.memberships) ?? 'no role' }}
				state={<EvidenceChip first={first} />}
			>
				<SearchTop zones={first?.zones.map((zone) => zone.zone) ?? []} />
			</TopBar>
			<EvidenceNotices first={first} />
			<PageKeys keys={SEARCH_KEYS} />
			<SearchView first={list.ok ? { query: formatEventSearch(state), list: list.data } : null} firstError={list.ok ? null : list.error} />
		</>
	);
}
