'use client';

import { ArrowUp } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { addressNow, searchHref, useSearchState } from '@/components/search/frame/search-state';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { useCopy } from '@/components/ui/copy-button';
import type { ErrorBody, EventItem, EventList } from '@/lib/api/events';
import type { FieldFilter } from '@/lib/events/fields';
import { decisionWord } from '@/lib/events/vocabulary';
import { writeAll, writeValues } from '@/lib/query/quote';
import { failureOf } from './api';
import { useTimeZone } from './clock';
import { EventDrawer } from './event-drawer';
import { EventRows, isPlace, ROW_GRID } from './event-rows';
import { filterQuery } from './filter-query';
import { ListHead } from './list-head';
import { ListFoot, NoEvents, RowSkeleton } from './list-states';
import { Problem } from './problem';
import { SearchControls } from './search-controls';
import { useSearchKeys } from './search-keys';
import { rangeOfWindow, useEventPages, useEventTotal, useNewEvents } from './use-events';

interface Props {
	/** The first page as the server read it, and for which filter. */
	readonly first: { readonly query: string; readonly list: EventList } | null;
	/** Why the server could not read it. */
	readonly firstError: ErrorBody | null;
}

/** The ledger, newest first: filters, rows, and one event in the drawer. All of it is in the address. */
export function SearchView({ first, firstError }: Props) {
	const { state, ignored, change, hrefOf } = useSearchState();
	const { timeZone } = useTimeZone(state.timeZone);
	const [reading, setReading] = useState(0);
	const [active, setActive] = useState(-1);
	const box = useRef<HTMLInputElement>(null);
	const [said, copy] = useCopy();

	const initial = reading === 0 && first !== null && first.query === filterQuery(state) ? first.list : undefined;
	const pages = useEventPages(state, reading, initial);
	const firstPage = pages.isPlaceholderData ? undefined : pages.data?.pages[0];
	const total = useEventTotal(state, firstPage);
	const fresh = useNewEvents(state, firstPage);
	const events = useMemo(() => pages.data?.pages.flatMap((page) => page.events) ?? [], [pages.data]);

	const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
	const onNearEnd = useCallback(() => {
		if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
	}, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

	const selectedIndex = events.findIndex((event) => isPlace(event, state.selected));
	// keys may come faster than the drawing: where they stand is not taken from what is drawn
	const standing = useRef(-1);

	function stand(index: number) {
		standing.current = index;
		setActive(index);
	}

	function place(): number {
		const { selected } = addressNow();
		const index = events.findIndex((event) => isPlace(event, selected));
		return index >= 0 ? index : standing.current;
	}

	function open(event: EventItem, index: number) {
		stand(index);
		change({ selected: { zone: event.zone, seq: event.seq } }, addressNow().selected === null ? 'push' : 'replace');
	}

	function move(step: 1 | -1) {
		const index = Math.min(Math.max(place() + step, 0), events.length - 1);
		const event = events[index];
		if (event === undefined) return;
		if (addressNow().selected === null) stand(index);
		else open(event, index);
	}

	function readAnew() {
		stand(-1);
		setReading(reading + 1);
	}

	function filterBy({ by, value }: FieldFilter, side: 'only' | 'not') {
		if (by === 'zone') change({ zones: [value] });
		else if (by === 'request' || by === 'id') change({ q: writeValues(by, [value]), range: { kind: 'all' } });
		else change({ q: writeAll([state.q, writeValues(by, [value], side === 'not')]) });
	}

	/** What a colleague opens shows what is on this screen: the window as it was fixed, in the zone it is read in. */
	function copyLink() {
		const fixed = firstPage?.window;
		const range = fixed === undefined ? state.range : rangeOfWindow(fixed);
		void copy(new URL(searchHref(window.location.pathname, { ...addressNow(), timeZone, range }), window.location.href).toString());
	}

	useSearchKeys({
		onFocusBox: () => box.current?.focus(),
		onMove: move,
		onOpen: () => {
			const event = events[place()];
			if (event !== undefined) open(event, place());
		},
		onClose: () => change({ selected: null }),
		onFilter: (side) => {
			const event = events[place()];
			if (event === undefined) return;
			if (side === 'not') filterBy({ by: 'type', value: event.type }, 'not');
			else change({ q: writeAll([writeValues('type', [event.type]), writeValues('decision', [decisionWord(event.decision)])]) });
		},
		onCopyLink: copyLink,
	});

	const failure =
		pages.error !== null && events.length === 0
			? failureOf(pages.error)
			: events.length === 0 && pages.data === undefined
				? firstError
				: null;

	return (
		<div className="flex min-h-0 flex-1">
			<main className="relative flex min-w-0 flex-1 flex-col">
				<h1 className="sr-only">Search</h1>
				<p
					role="status"
					className={cn(
						'absolute bottom-10 left-1/2 z-20 -translate-x-1/2 rounded-menu bg-overlay px-3 py-2 text-12 whitespace-nowrap shadow-menu',
						said === null && 'hidden',
					)}
				>
					{said === 'copied' ? 'Link copied, with its time fixed' : said === 'failed' ? 'The browser did not allow copying' : ''}
				</p>
				<SearchControls state={state} change={change} box={box} />
				{ignored.length > 0 ? (
					<p role="status" className="border-b border-line bg-unknown-tint px-3 py-1 text-12">
						<strong className="font-semibold">Not understood in this link, and so without effect:</strong>{' '}
						{ignored.join(', ').slice(0, 300)}
					</p>
				) : null}
				<ListHead
					total={total.data}
					failed={total.isError || failure !== null}
					first={firstPage}
					timeZone={timeZone}
					reading={pages.isFetching && !isFetchingNextPage}
					fresh={fresh.data}
					onFresh={readAnew}
					onDecision={(value) => filterBy({ by: 'decision', value }, 'only')}
				/>
				<div
					className={cn(
						'relative hidden h-7 shrink-0 items-center gap-x-2 border-b border-line px-3 text-12 text-text-3 md:grid',
						ROW_GRID,
					)}
					aria-hidden
				>
					<span className="truncate">Occurred ({timeZone}), ago</span>
					<span>Decision</span>
					<span>What happened</span>
					<span>No.</span>
				</div>
				{failure !== null ? (
					<Problem error={failure} onRetry={() => void pages.refetch()} />
				) : pages.isPending ? (
					<RowSkeleton />
				) : events.length === 0 ? (
					<NoEvents state={state} change={change} />
				) : (
					<>
						{pages.hasPreviousPage ? (
							<Button
								kind="quiet"
								onClick={() => void pages.fetchPreviousPage()}
								disabled={pages.isFetchingPreviousPage}
								className="justify-center rounded-none border-b border-line"
							>
								<ArrowUp size={12} aria-hidden />{' '}
								{pages.isFetchPreviousPageError ? 'The newer events could not be read: try again' : 'Show the newer events above'}
							</Button>
						) : null}
						<EventRows
							key={reading}
							events={events}
							timeZone={timeZone}
							showZone={state.zones.length !== 1}
							active={state.selected === null ? active : selectedIndex}
							selected={state.selected}
							hrefOf={(event) => hrefOf({ selected: { zone: event.zone, seq: event.seq } })}
							onOpen={open}
							onNearEnd={onNearEnd}
							dimmed={pages.isPlaceholderData}
						/>
						<ListFoot failed={isFetchNextPageError} more={hasNextPage} shown={events.length} onRetry={() => void fetchNextPage()} />
					</>
				)}
			</main>
			{state.selected === null ? null : (
				<EventDrawer
					key={`${state.selected.zone}/${state.selected.seq}`}
					place={state.selected}
					row={events[selectedIndex]}
					timeZone={timeZone}
					onClose={() => change({ selected: null })}
					onNewer={selectedIndex > 0 ? () => move(-1) : undefined}
					onOlder={selectedIndex >= 0 && selectedIndex < events.length - 1 ? () => move(1) : undefined}
					onFilter={filterBy}
					onCopyLink={copyLink}
				/>
			)}
		</div>
	);
}
