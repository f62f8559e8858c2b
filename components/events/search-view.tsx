'use client';

import { ArrowUp } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { ErrorBody, EventItem, EventList, EventTotal } from '@/lib/api/events';
import type { FieldFilter } from '@/lib/events/fields';
import { decisionWord } from '@/lib/events/vocabulary';
import type { SearchState } from '@/lib/url/search';
import { failureOf } from './api';
import { toggled } from './choice-menu';
import { useTimeZone } from './clock';
import { EventDrawer } from './event-drawer';
import { EventRows, isPlace, ROW_GRID } from './event-rows';
import { filterQuery } from './filter-query';
import { Nothing, Problem } from './problem';
import { hasFilter, SearchControls } from './search-controls';
import { useSearchKeys } from './search-keys';
import { type ChangeSearch, useSearchState } from './search-state';
import { useEventPages, useEventTotal, useNewEvents } from './use-events';

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
	const idBox = useRef<HTMLInputElement>(null);

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
	const at = selectedIndex >= 0 ? selectedIndex : active;

	function open(event: EventItem, index: number) {
		setActive(index);
		change({ selected: { zone: event.zone, seq: event.seq } }, state.selected === null ? 'push' : 'replace');
	}

	function move(step: 1 | -1) {
		const index = Math.min(Math.max(at + step, 0), events.length - 1);
		const event = events[index];
		if (event === undefined) return;
		if (state.selected === null) setActive(index);
		else open(event, index);
	}

	function readAnew() {
		setActive(-1);
		setReading(reading + 1);
	}

	function filterBy({ by, value }: FieldFilter, side: 'only' | 'not') {
		if (by === 'decision') change({ decisions: toggled(state.decisions, value, side) });
		else if (by === 'type') change({ types: toggled(state.types, value, side) });
		else if (by === 'request') change({ requestId: value });
		else if (by === 'id') change({ eventId: value });
		else change({ zones: [value] });
	}

	const copyLink = () => void navigator.clipboard?.writeText(new URL(hrefOf({ timeZone }), window.location.href).toString());

	useSearchKeys({
		onFocusBox: () => idBox.current?.focus(),
		onMove: move,
		onOpen: () => {
			const event = events[at];
			if (event !== undefined) open(event, at);
		},
		onClose: () => change({ selected: null }),
		onFilter: (side) => {
			const event = events[at];
			if (event === undefined) return;
			if (side === 'not') change({ types: toggled(state.types, event.type, 'not') });
			else change({ types: { only: [event.type], not: [] }, decisions: { only: [decisionWord(event.decision)], not: [] } });
		},
		onCopyLink: copyLink,
	});

	const failure =
		pages.error !== null && events.length === 0
			? failureOf(pages.error)
			: events.length === 0 && pages.data === undefined
				? firstError
				: null;
	const newCount = fresh.data?.total ?? 0;

	return (
		<div className="flex min-h-0 flex-1">
			<main className="relative flex min-w-0 flex-1 flex-col">
				<h1 className="sr-only">Search</h1>
				<SearchControls state={state} change={change} total={total.data} idBox={idBox} />
				{ignored.length > 0 ? (
					<p role="status" className="border-b border-line bg-unknown-tint px-3 py-1 text-12">
						<strong className="font-semibold">Not understood in this link, and so without effect:</strong>{' '}
						{ignored.join(', ').slice(0, 300)}
					</p>
				) : null}
				<ListHead
					total={total.data}
					failed={total.isError || failure !== null}
					datedAhead={firstPage?.datedAhead ?? 0}
					reading={pages.isFetching && !isFetchingNextPage}
				>
					{newCount > 0 ? (
						<Button kind="primary" onClick={readAnew} className="h-6 rounded-full px-3 shadow-menu">
							<ArrowUp size={12} aria-hidden />
							{`${newCount.toLocaleString('en')}${fresh.data?.exact === false ? '+' : ''} new`}
						</Button>
					) : null}
				</ListHead>
				<div
					className={cn(
						'relative hidden h-7 shrink-0 items-center gap-x-2 border-b border-line px-3 text-12 text-text-3 md:grid',
						ROW_GRID,
					)}
					aria-hidden
				>
					<span>Occurred ({timeZone === 'UTC' ? 'UTC' : 'local'}), ago</span>
					<span>Decision</span>
					<span>What happened</span>
					<span>No.</span>
				</div>
				{failure !== null ? (
					<Problem error={failure} onRetry={() => void pages.refetch()} />
				) : pages.isPending ? (
					<Skeleton />
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

interface HeadProps {
	readonly total: EventTotal | undefined;
	readonly failed: boolean;
	readonly datedAhead: number;
	readonly reading: boolean;
	readonly children: ReactNode;
}

/** How many events there are; a bound is never shown as a count. */
function ListHead({ total, failed, datedAhead, reading, children }: HeadProps) {
	const words =
		total === undefined
			? failed
				? 'Not counted'
				: 'Counting…'
			: total.total === null
				? 'Not counted: it would take too long; narrow the time range'
				: total.exact
					? `${total.total.toLocaleString('en')} ${total.total === 1 ? 'event' : 'events'}, exact`
					: `At least ${total.total.toLocaleString('en')} events`;
	return (
		<div className="relative flex h-8 shrink-0 items-center gap-3 border-b border-line px-3 text-12 whitespace-nowrap text-text-2">
			<span role="status" className="font-medium text-text">
				{words}
			</span>
			<span>newest first</span>
			{datedAhead > 0 ? <span className="text-held">{datedAhead.toLocaleString('en')} dated in the future, not in this range</span> : null}
			{reading ? <span className="text-text-3">reading…</span> : null}
			<span className="absolute right-3 sm:right-auto sm:left-1/2 sm:-translate-x-1/2">{children}</span>
		</div>
	);
}

function ListFoot({ failed, more, shown, onRetry }: { failed: boolean; more: boolean; shown: number; onRetry: () => void }) {
	return (
		<p className="flex h-7 shrink-0 items-center gap-3 border-t border-line px-3 text-12 text-text-3">
			{failed ? (
				<span role="alert" className="text-deny">
					The older events could not be read.{' '}
					<button type="button" onClick={onRetry} className="text-accent underline">
						Try again
					</button>
				</span>
			) : more ? (
				`${shown.toLocaleString('en')} read; older ones follow as you scroll`
			) : (
				`All ${shown.toLocaleString('en')} read: this is the end of the range`
			)}
		</p>
	);
}

function NoEvents({ state, change }: { state: SearchState; change: ChangeSearch }) {
	return (
		<Nothing title="No event matches.">
			{hasFilter(state) ? (
				<>
					<p>The filters leave nothing in this time and these zones.</p>
					<Button
						onClick={() => change({ decisions: { only: [], not: [] }, types: { only: [], not: [] }, requestId: null, eventId: null })}
					>
						Clear the filters
					</Button>
				</>
			) : (
				<p>
					Nothing was recorded in this time in these zones. If Caracal is busy, see above whether a worker runs; without a Caracal, `npm run
					simulate` makes traffic.
				</p>
			)}
			{state.range.kind === 'all' ? null : <Button onClick={() => change({ range: { kind: 'all' } })}>Search all time</Button>}
		</Nothing>
	);
}

function Skeleton() {
	return (
		<div aria-hidden className="late flex flex-col">
			{Array.from({ length: 16 }, (_, i) => (
				<div key={i} className="flex h-7 items-center gap-4 border-b border-line px-3">
					<span className="h-2.5 w-32 rounded-mark bg-raised" />
					<span className="h-2.5 w-14 rounded-mark bg-raised" />
					<span className="h-2.5 rounded-mark bg-raised" style={{ width: `${30 + ((i * 37) % 40)}%` }} />
				</div>
			))}
		</div>
	);
}
