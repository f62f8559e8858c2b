import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { type RefObject, useCallback, useMemo, useRef } from 'react';
import { Highlight } from '@/components/events/marked';
import { EventTable, type TableHandle } from '@/components/search/table/event-table';
import { ValueAction } from '@/components/search/table/value-button';
import { Button } from '@/components/ui/button';
import type { EventItem } from '@/lib/api/events';
import { visible } from '@/lib/events/visible';
import { formatPlace } from '@/lib/url/place';
import { DEFAULT_SEARCH, formatSearch } from '@/lib/url/search';
import { NothingYet } from './nothing-yet';
import { pinned } from './pins';
import { useTail } from './tail-context';
import { useHand } from './use-hand';
import { tailNow } from './use-tail-state';

interface Props {
	readonly table: RefObject<TableHandle | null>;
	/** The query in words. */
	readonly words: string;
	readonly onAct: (field: string, value: string, action: 'only' | 'exclude') => void;
}

/** The reader has left the end where rows come in, and did not merely touch it. */
const AWAY_PX = 8;

/** The rows of the tail, with what waits while it is paused in a pill over the heads of the columns, or the bar above where there are none, never over a row. */
export function TailList({ table, words, onAct }: Props) {
	const { state, change, hrefOf, timeZone, store, now, toggle } = useTail();
	const { order, zones, q } = state;
	const events = useMemo(() => (order === 'top' ? now.rows.toReversed() : now.rows), [now.rows, order]);
	const pins = useMemo(() => new Set(state.pins.map(formatPlace)), [state.pins]);
	const hrefOfEvent = useCallback((event: EventItem) => hrefOf({ selected: { zone: event.zone, seq: event.seq } }), [hrefOf]);
	const list = useRef<HTMLDivElement>(null);
	useHand(list, store);
	const lastTop = useRef(0);
	const onScroll = useCallback(
		({ scrollTop, scrollHeight, clientHeight }: HTMLElement) => {
			const wentUp = scrollTop < lastTop.current;
			lastTop.current = scrollTop;
			const isAway = order === 'top' ? scrollTop > AWAY_PX : wentUp && scrollHeight - clientHeight - scrollTop > AWAY_PX;
			if (isAway) store.pause('scroll');
		},
		[store, order],
	);
	const isPaused = now.paused !== null;
	const Arrow = order === 'top' ? ArrowUp : ArrowDown;
	const search = `/search?${formatSearch({ ...DEFAULT_SEARCH, zones, q })}`;
	return (
		<div ref={list} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
			{now.earlier > 0 && now.earlier < now.rows.length ? (
				<p className="flex items-center gap-2 border-b border-line bg-accent-tint px-3 py-1 text-12">
					<span className="min-w-0 truncate">
						The {order === 'top' ? 'lower' : 'upper'} {now.earlier.toLocaleString('en')} rows came before the filter was{' '}
						{words === '' ? 'cleared' : `“${visible(words)}”`}; nothing is missing in between.
					</span>
				</p>
			) : now.earlier > 0 ? (
				<p className="flex items-center gap-2 border-b border-line bg-accent-tint px-3 py-1 text-12">
					<span className="min-w-0 truncate">
						These rows came before the filter was {words === '' ? 'cleared' : `“${visible(words)}”`}. Waiting for the first that matches.
					</span>
				</p>
			) : null}
			{now.rows.length === 0 ? (
				<NothingYet words={words} />
			) : (
				<ValueAction value={onAct}>
					<Highlight value={state.highlight}>
						<EventTable
							ref={table}
							events={events}
							timeZone={timeZone}
							showZone={zones.length !== 1}
							columns={state.columns}
							onColumns={(columns) => change({ columns }, 'replace')}
							collapse={false}
							mayGoOn
							selected={state.selected}
							selectedNow={() => tailNow().selected}
							marks={pins}
							onMark={(event) => change({ pins: pinned(tailNow().pins, event) }, 'replace')}
							markAs="pin"
							follow={isPaused ? null : order}
							onScroll={onScroll}
							hrefOf={hrefOfEvent}
							onOpen={(event) => {
								store.pause('row');
								change({ selected: { zone: event.zone, seq: event.seq } }, tailNow().selected === null ? 'push' : 'replace');
							}}
							dimmed={false}
						/>
					</Highlight>
				</ValueAction>
			)}
			{now.letGo > 0 ? (
				<p className="flex h-7 shrink-0 items-center border-t border-line px-3 text-12 text-text-3">
					The newest {now.rows.length.toLocaleString('en')} rows are kept; {now.letGo.toLocaleString('en')} older ones are in{' '}
					<Link href={search} className="ml-1 text-accent underline">
						the search
					</Link>
				</p>
			) : null}
			{(isPaused || now.isInHand) && now.held > 0 && now.rows.length > 0 ? (
				<span
					className={`pointer-events-none absolute inset-x-0 flex justify-center ${order === 'top' ? 'top-0.5 max-md:-top-9 max-md:z-10' : 'bottom-8'}`}
				>
					<Button
						kind="primary"
						onClick={() => (isPaused ? toggle('button') : store.releaseHand())}
						title={isPaused ? undefined : 'Rows wait while the pointer moves over them'}
						className="pointer-events-auto h-6 rounded-full px-3 shadow-menu pointer-coarse:h-9"
					>
						<Arrow size={12} aria-hidden />
						{`${now.held.toLocaleString('en')}${now.isFull ? '+' : ''} new`}
					</Button>
				</span>
			) : null}
		</div>
	);
}
