'use client';

import { ArrowUp } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Problem } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import type { ErrorBody, EventItem } from '@/lib/api/events';
import { formatPlace } from '@/lib/url/place';
import { EventTable } from '../table/event-table';
import { ListFoot, NoEvents, RowSkeleton } from './list-states';
import { useSearch } from './search-context';
import { addressNow } from './search-state';
import type { useEventPages } from './use-events';

interface Props {
	readonly pages: ReturnType<typeof useEventPages>['pages'];
	/** Why there are no rows. */
	readonly failure: ErrorBody | null;
	readonly onMark: (event: EventItem) => void;
	/** The query in words. */
	readonly words: string;
}

/** The rows of the search, whatever state they are in. */
export function EventsList({ pages, failure, onMark, words }: Props) {
	const { state, change, hrefOf, timeZone, events, marks, table } = useSearch();
	const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
	const last = pages.data?.pages.at(-1);
	const searchedTo = last?.exact === false ? last.searchedTo : null;
	// where the search was stopped for its length it goes on only when it is asked to
	const onNearEnd = useCallback(() => {
		if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && searchedTo === null) void fetchNextPage();
	}, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, searchedTo]);
	const marked = useMemo(() => new Set(marks.map(formatPlace)), [marks]);
	const hrefOfEvent = useCallback((event: EventItem) => hrefOf({ selected: { zone: event.zone, seq: event.seq } }), [hrefOf]);

	if (failure !== null) return <Problem error={failure} onRetry={() => void pages.refetch()} />;
	if (pages.isPending) return <RowSkeleton />;
	const more = () => void fetchNextPage();
	if (events.length === 0)
		return (
			<NoEvents
				state={state}
				change={change}
				searchedTo={hasNextPage ? searchedTo : null}
				timeZone={timeZone}
				onMore={more}
				words={words}
			/>
		);
	return (
		<>
			{pages.hasPreviousPage ? (
				// at the left: the count of new events floats over the middle
				<div className="flex border-b border-line">
					<Button kind="quiet" onClick={() => void pages.fetchPreviousPage()} disabled={pages.isFetchingPreviousPage}>
						<ArrowUp size={12} aria-hidden />{' '}
						{pages.isFetchPreviousPageError ? 'The newer events could not be read: try again' : 'Show the newer events above'}
					</Button>
				</div>
			) : null}
			<EventTable
				ref={table}
				events={events}
				timeZone={timeZone}
				showZone={state.zones.length !== 1}
				columns={state.columns}
				onColumns={(columns) => change({ columns }, 'replace')}
				collapse={state.collapse}
				mayGoOn={hasNextPage}
				selected={state.selected}
				selectedNow={() => addressNow().selected}
				marks={marked}
				onMark={onMark}
				hrefOf={hrefOfEvent}
				onOpen={(event) => change({ selected: { zone: event.zone, seq: event.seq } }, addressNow().selected === null ? 'push' : 'replace')}
				onNearEnd={onNearEnd}
				dimmed={pages.isPlaceholderData}
			/>
			<ListFoot
				failed={isFetchNextPageError}
				more={hasNextPage}
				shown={events.length}
				searchedTo={searchedTo}
				timeZone={timeZone}
				onMore={more}
			/>
		</>
	);
}
