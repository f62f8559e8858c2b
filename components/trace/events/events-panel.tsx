'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useLocalZone } from '@/components/events/clock';
import { useNarrow, useRowHeight } from '@/components/search/table/row-height';
import { cn } from '@/components/ui/cn';
import { plural } from '@/lib/events/amounts';
import { type RequestRow, rowKey, rowsOf } from '@/lib/request/rows';
import type { Place } from '@/lib/trace/event';
import { Panel } from '../panel';
import { useRequest } from '../request-context';
import { addressNow } from '../request-state';
import { LINE_GRID } from './event-line';
import { EventNotes } from './event-notes';
import { placeOf, Row } from './event-rows';
import { titlesOf } from './row-words';

/** Rows before the list scrolls by itself. */
const ROWS_TALL = 12;
const NARROW_TALL_PX = 560;
const NARROW_PX = 76;

/** What keys do with the rows. */
export interface EventsHandle {
	/** Stands on the next row, or opens it when an event is open. */
	move(step: 1 | -1): void;
	/** Opens what the keys stand on. */
	open(): void;
	leave(): void;
}

function isAt(row: RequestRow | undefined, place: Place | null): boolean {
	return place !== null && row?.kind === 'event' && row.event.place.seq === place.seq && row.event.place.zone === place.zone;
}

/** The events in order of time with their three clocks, what is missing among them, and what surrounds them. The twin of the lanes. */
export function EventsPanel({ ref }: { ref: Ref<EventsHandle> }) {
	const { request, screen, state, timeZone, hrefOf, open } = useRequest();
	const [unfolded, setUnfolded] = useState<ReadonlySet<'before' | 'after'>>(new Set());
	const [standing, setStanding] = useState<string | null>(null);
	const at = useRef(-1);
	const scroller = useRef<HTMLTableSectionElement>(null);
	const narrow = useNarrow();
	const rowPx = useRowHeight();
	const localZone = useLocalZone();
	const rows = useMemo(() => rowsOf(request, unfolded), [request, unfolded]);
	const titleOf = useMemo(() => titlesOf(request), [request]);
	const heightOf = (row: RequestRow | undefined) => (!narrow ? rowPx : row?.kind === 'fold' ? 44 : NARROW_PX);
	const tallPx = narrow ? NARROW_TALL_PX : rowPx * ROWS_TALL;
	const virtual = useVirtualizer({
		count: rows.length,
		getScrollElement: () => scroller.current,
		estimateSize: (i) => heightOf(rows[i]),
		overscan: 6,
		initialRect: { width: 456, height: tallPx },
	});
	const items = virtual.getVirtualItems();
	// biome-ignore lint/correctness/useExhaustiveDependencies: heights are read through estimateSize, which measure() asks again
	useEffect(() => virtual.measure(), [virtual, rowPx, narrow, rows]);

	const stand = useCallback(
		(i: number) => {
			const row = rows[i];
			if (row === undefined) return;
			at.current = i;
			setStanding(rowKey(row));
			virtual.scrollToIndex(i);
		},
		[rows, virtual],
	);

	const openRow = useCallback(
		(i: number) => {
			const row = rows[i];
			const place = placeOf(row);
			stand(i);
			if (row?.kind === 'fold')
				setUnfolded((was) => (was.has(row.side) ? new Set([...was].filter((each) => each !== row.side)) : new Set(was).add(row.side)));
			else if (place !== null) open(place);
		},
		[rows, stand, open],
	);

	/** The row the keys stand on: the open event's when it was opened elsewhere. */
	function here(): number {
		const { selected } = addressNow();
		if (!isAt(rows[at.current], selected)) {
			const opened = rows.findIndex((row) => isAt(row, selected));
			if (opened >= 0) at.current = opened;
		}
		return at.current;
	}

	useImperativeHandle(ref, () => ({
		move(step) {
			const isOpen = addressNow().selected !== null;
			let to = Math.min(Math.max(here() + step, 0), rows.length - 1);
			// with an event open the keys go from event to event
			while (isOpen && rows[to] !== undefined && rows[to]?.kind !== 'event') to += step;
			const place = placeOf(rows[to]);
			stand(to);
			if (isOpen && place !== null) open(place);
		},
		open: () => openRow(here()),
		leave() {
			at.current = -1;
			setStanding(null);
		},
	}));

	const hrefOfPlace = useCallback((place: Place) => hrefOf({ selected: place }), [hrefOf]);
	const left = screen.counts.events - request.events.length;
	const { related } = screen.counts;
	return (
		<Panel
			title="Three clocks"
			note={
				<>
					{plural(screen.counts.events, 'event')}
					{related > 0 ? `, ${related.toLocaleString('en')} around` : ''}
					{left > 0 ? <span className="late">, reading the rest…</span> : null}
				</>
			}
		>
			<table aria-label="Events of the request" aria-rowcount={rows.length + 1} className="block max-md:-mx-2 md:w-full">
				<thead className="block border-b border-line text-11 text-text-3 max-md:hidden">
					<tr className={cn(LINE_GRID, 'h-6')}>
						<th scope="col" className="text-left font-normal">
							Step
						</th>
						<th scope="col" className="text-right font-normal whitespace-nowrap" title={timeZone}>
							Occurred{timeZone === 'UTC' ? ' (UTC)' : ''}
						</th>
						<th scope="col" className="text-right font-normal" title="When Redis had it, after it occurred">
							Stream
						</th>
						<th scope="col" className="text-right font-normal" title="When the ledger had it, after the stream">
							Ingested
						</th>
					</tr>
				</thead>
				<tbody ref={scroller} style={{ maxHeight: tallPx }} className="block overflow-auto" tabIndex={-1}>
					<tr aria-hidden style={{ height: items[0]?.start ?? 0 }} className="block" />
					{items.map(({ index }) => {
						const row = rows[index];
						return row === undefined ? null : (
							<Row
								key={rowKey(row)}
								row={row}
								index={index}
								heightPx={heightOf(row)}
								timeZone={timeZone}
								localZone={localZone}
								narrow={narrow}
								isSelected={isAt(row, state.selected)}
								isStanding={standing === rowKey(row)}
								titleOf={titleOf}
								hrefOf={hrefOfPlace}
								onOpen={openRow}
							/>
						);
					})}
					<tr aria-hidden style={{ height: virtual.getTotalSize() - (items.at(-1)?.end ?? 0) }} className="block" />
				</tbody>
			</table>
			<EventNotes />
		</Panel>
	);
}
