'use client';

import { ArrowUp } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { failureOf } from '@/components/events/api';
import { Problem } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import { type EventPlace, formatPlace } from '@/lib/url/place';
import { useSearch } from '../frame/search-context';
import { addressNow } from '../frame/search-state';
import { PanelHead } from '../panel/panel-head';
import { EventTable } from '../table/event-table';
import { useContextEvents } from './use-context-events';

/** What happened in the zone around an event, whatever was searched for. */
export function ContextPanel({ of }: { of: EventPlace }) {
	const { state, change, hrefOf, timeZone, table } = useSearch();
	const pages = useContextEvents(of);
	const events = useMemo(() => pages.data?.pages.flatMap((page) => page.events) ?? [], [pages.data]);
	const index = events.findIndex((event) => event.zone === of.zone && event.seq === of.seq);

	const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
	const { hasPreviousPage, isFetchingPreviousPage, isFetchPreviousPageError, fetchPreviousPage } = pages;
	const readOlder = useCallback(() => void fetchNextPage(), [fetchNextPage]);

	const older = index < 0 ? 0 : events.length - 1 - index;
	return (
		<section aria-label="Context" className="flex min-h-0 flex-1 flex-col">
			<PanelHead
				title={`Around #${of.seq.toLocaleString('en')} in ${of.zone}`}
				note={
					index < 0
						? 'Every event of the zone by time; your filters are dropped here.'
						: `${index} newer and ${older} older, every event of the zone by time; your filters are dropped here.`
				}
			/>
			{pages.error !== null && events.length === 0 ? (
				<Problem error={failureOf(pages.error)} onRetry={() => void pages.refetch()} />
			) : (
				<>
					<MoreButton
						words={hasPreviousPage ? 'Show newer events' : 'The newest event of the zone'}
						failed={isFetchPreviousPageError}
						disabled={!hasPreviousPage || isFetchingPreviousPage}
						onClick={() => void fetchPreviousPage()}
					/>
					<EventTable
						key={formatPlace(of)}
						ref={table}
						label="Events around"
						events={events}
						timeZone={timeZone}
						showZone={false}
						columns={state.columns}
						onColumns={(columns) => change({ columns }, 'replace')}
						collapse={false}
						mayGoOn={hasNextPage}
						selected={state.selected}
						selectedNow={() => addressNow().selected}
						focus={of}
						hrefOf={(event) => hrefOf({ selected: { zone: event.zone, seq: event.seq } })}
						onOpen={(event) =>
							change({ selected: { zone: event.zone, seq: event.seq } }, addressNow().selected === null ? 'push' : 'replace')
						}
						dimmed={false}
					/>
					<MoreButton
						words={hasNextPage ? 'Show older events' : 'The first event of the zone'}
						failed={isFetchNextPageError}
						disabled={!hasNextPage || isFetchingNextPage}
						onClick={readOlder}
						down
					/>
				</>
			)}
		</section>
	);
}

interface MoreProps {
	readonly words: string;
	readonly failed: boolean;
	readonly disabled: boolean;
	readonly onClick: () => void;
	readonly down?: boolean;
}

/** Reads further on one side; says when there is nothing further. */
function MoreButton({ words, failed, disabled, onClick, down = false }: MoreProps) {
	return (
		<Button
			kind="quiet"
			onClick={onClick}
			disabled={disabled}
			className={down ? 'justify-center rounded-none border-t border-line' : 'justify-center rounded-none border-b border-line'}
		>
			<ArrowUp size={12} aria-hidden className={down ? 'rotate-180' : undefined} />
			{failed ? 'Not read: try again' : words}
		</Button>
	);
}
