'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { failureOf, isWorthRetrying, readJson } from '@/components/events/api';
import { useTimeZone } from '@/components/events/clock';
import { Nothing, Problem } from '@/components/events/problem';
import { ViolationMark } from '@/components/trace/meaning-mark';
import { Words } from '@/components/trace/words';
import { Button } from '@/components/ui/button';
import type { AuthorityRevocations, RevocationItem } from '@/lib/api/authority';
import { revocationWords } from '@/lib/authority/words';
import { plural } from '@/lib/events/amounts';
import { revocationHref } from '@/lib/url/authority';
import { Instant } from '../instant';
import { revocationsPath } from '../paths';
import { zoneOf } from '../zone-select';
import { useRevocationState } from './revocation-state';

/** What a worker has found of uses after it, so far. */
function Held({ item }: { item: RevocationItem }) {
	if (item.violations === null) return <span className="text-unknown">not looked yet</span>;
	if (item.violations > 0) return <ViolationMark word={plural(item.violations, 'use after it', 'uses after it')} />;
	return <span className="text-text-2">no use after it on record</span>;
}

function Row({ item, zone, timeZone }: { item: RevocationItem; zone: string; timeZone: string }) {
	const { revocation, fallen } = item;
	return (
		<tr className="border-b border-line hover:bg-hover max-sm:flex max-sm:flex-wrap max-sm:gap-x-3 max-sm:py-1.5">
			<td className="h-[var(--row)] px-3 whitespace-nowrap max-sm:h-auto">
				<Instant micros={revocation.decidedAt} timeZone={timeZone} />
			</td>
			<td className="px-3 max-sm:w-full">
				<Link href={revocationHref(zone, revocation.seq)} className="text-accent hover:underline">
					<Words of={revocationWords(revocation)} />
				</Link>
			</td>
			<td className="px-3 whitespace-nowrap text-text-2">
				{fallen === null ? '' : `${plural(fallen.edges, 'delegation')}, ${plural(fallen.sessions, 'session')} fell`}
			</td>
			<td className="px-3 whitespace-nowrap">
				<Held item={item} />
			</td>
		</tr>
	);
}

/** Every revocation of a zone, newest first, and whether it held. */
export function RevocationsView({ zones }: { zones: readonly string[] }) {
	const { state } = useRevocationState();
	const { timeZone } = useTimeZone(state.timeZone);
	const zone = zoneOf(state.zone, zones);
	const pages = useInfiniteQuery({
		queryKey: ['revocations', zone],
		enabled: zone !== '',
		retry: isWorthRetrying,
		refetchInterval: 5_000,
		initialPageParam: null as string | null,
		queryFn: ({ pageParam, signal }) => readJson<AuthorityRevocations>(revocationsPath(zone, pageParam), signal),
		getNextPageParam: ({ older }) => older,
	});
	const items = pages.data?.pages.flatMap(({ revocations }) => revocations) ?? [];
	return (
		<main className="min-h-0 flex-1 overflow-auto bg-surface">
			<h1 className="px-4 pt-4 pb-1 text-15 font-semibold">Revocations, and whether they held</h1>
			<p className="px-4 pb-3 text-12 text-text-2">
				Delegations, sessions, authority records, grants and subjects, and delegations that expired. Each opens as evidence: what fell, who
				has heard, and what was used after it.
			</p>
			{pages.error !== null && items.length === 0 ? (
				<Problem error={failureOf(pages.error)} onRetry={() => void pages.refetch()} />
			) : pages.isPending ? (
				<p className="px-4 text-12 text-text-3">Reading the revocations ...</p>
			) : items.length === 0 ? (
				<Nothing title="Nothing was revoked in this zone">
					<p>A revocation is here a moment after Caracal announces it.</p>
				</Nothing>
			) : (
				<table className="w-full text-12">
					<thead>
						<tr className="border-b border-line text-left text-11 text-text-3 max-sm:sr-only">
							<th className="px-3 font-normal">Decided</th>
							<th className="px-3 font-normal">What</th>
							<th className="px-3 font-normal">Took down</th>
							<th className="px-3 font-normal">Did it hold</th>
						</tr>
					</thead>
					<tbody>
						{items.map((item) => (
							<Row key={item.revocation.seq} item={item} zone={zone} timeZone={timeZone} />
						))}
					</tbody>
				</table>
			)}
			{pages.hasNextPage ? (
				<div className="p-3">
					<Button onClick={() => void pages.fetchNextPage()} disabled={pages.isFetchingNextPage}>
						{pages.isFetchNextPageError ? 'The older ones could not be read: try again' : 'Older ones'}
					</Button>
				</div>
			) : null}
		</main>
	);
}
