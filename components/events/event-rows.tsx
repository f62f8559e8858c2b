'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { cn } from '@/components/ui/cn';
import type { EventItem } from '@/lib/api/events';
import type { EventPlace } from '@/lib/url/place';
import { TimeAndAge } from './clock';
import { DecisionMark } from './decision-mark';
import { useRowHeight } from './row-height';
import { Sentence } from './sentence';

interface Props {
	readonly events: readonly EventItem[];
	readonly timeZone: string;
	/** Whether rows say their zone: when the list may hold several. */
	readonly showZone: boolean;
	/** Index of the row the keys stand on. */
	readonly active: number;
	readonly selected: EventPlace | null;
	readonly hrefOf: (event: EventItem) => string;
	readonly onOpen: (event: EventItem, index: number) => void;
	/** Called when the end of what was read comes near. */
	readonly onNearEnd: () => void;
	readonly dimmed: boolean;
}

/** Rows left below the window when the next page is asked for. */
const NEAR_END = 30;

export function isPlace(event: EventItem, place: EventPlace | null): boolean {
	return place !== null && event.seq === place.seq && event.zone === place.zone;
}

function keyOf(event: EventItem): string {
	return `${event.zone}/${event.seq}`;
}

/** Columns of a row and of the head above it. */
export const ROW_GRID = 'md:grid-cols-[184px_92px_minmax(0,1fr)_auto]';

/** The events, one line each (two on a narrow screen), drawn only where they can be seen. */
export function EventRows({ events, timeZone, showZone, active, selected, hrefOf, onOpen, onNearEnd, dimmed }: Props) {
	const scroller = useRef<HTMLDivElement>(null);
	const height = useRowHeight();
	const rows = useVirtualizer({
		count: events.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => height,
		overscan: 12,
		getItemKey: (index) => (events[index] === undefined ? index : keyOf(events[index])),
	});
	const items = rows.getVirtualItems();
	const before = useRef<{ top: string; count: number } | undefined>(undefined);

	useLayoutEffect(() => {
		// rows put in above move down what is being read: the view moves with it
		const was = before.current;
		const added = was === undefined ? -1 : events.findIndex((event) => keyOf(event) === was.top);
		if (added > 0 && events.length - (was?.count ?? 0) === added && scroller.current !== null) scroller.current.scrollTop += added * height;
		before.current = events[0] === undefined ? undefined : { top: keyOf(events[0]), count: events.length };
	}, [events, height]);
	const last = items.at(-1)?.index ?? 0;

	// biome-ignore lint/correctness/useExhaustiveDependencies: the height is read through estimateSize, which measure() asks again
	useEffect(() => rows.measure(), [rows, height]);
	useEffect(() => {
		if (last >= events.length - NEAR_END) onNearEnd();
	}, [last, events.length, onNearEnd]);
	useEffect(() => {
		if (active < 0) return;
		rows.scrollToIndex(active);
		// the keys' row takes the focus, unless the reader's is elsewhere, as on a button of the drawer
		const frame = requestAnimationFrame(() => {
			const list = scroller.current;
			if (list === null || (document.activeElement !== document.body && !list.contains(document.activeElement))) return;
			list.querySelector<HTMLElement>(`[aria-posinset="${active + 1}"] a`)?.focus({ preventScroll: true });
		});
		return () => cancelAnimationFrame(frame);
	}, [active, rows]);

	function open(event: MouseEvent, item: EventItem, index: number) {
		if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
		event.preventDefault();
		onOpen(item, index);
	}

	return (
		<div
			ref={scroller}
			aria-busy={dimmed}
			tabIndex={-1}
			className={cn('min-h-0 flex-1 overflow-auto outline-none', dimmed && 'opacity-60')}
		>
			<ul aria-label="Events" style={{ height: rows.getTotalSize() }} className="relative">
				{items.map(({ index, key, start }) => {
					const item = events[index];
					if (item === undefined) return null;
					const isSelected = isPlace(item, selected);
					return (
						<li
							key={key}
							aria-setsize={-1}
							aria-posinset={index + 1}
							style={{ height, transform: `translateY(${start}px)` }}
							className="absolute inset-x-0 top-0"
						>
							<a
								href={hrefOf(item)}
								onClick={(event) => open(event, item, index)}
								aria-current={isSelected ? 'true' : undefined}
								className={cn(
									'grid h-full grid-cols-[auto_auto_minmax(0,1fr)] content-start items-center py-1 md:content-center md:py-0 gap-x-3 border-b border-line px-3 -outline-offset-2 hover:bg-hover md:gap-x-2',
									ROW_GRID,
									isSelected && 'bg-selected shadow-[inset_2px_0_0_var(--accent)] hover:bg-selected',
									index === active && !isSelected && 'bg-hover shadow-[inset_2px_0_0_var(--line-strong)]',
								)}
							>
								<span className="order-2 md:order-none">
									<TimeAndAge at={item.occurredAt} timeZone={timeZone} />
								</span>
								<DecisionMark decision={item.decision} className="order-1 md:order-none" />
								<span className="order-4 col-span-3 line-clamp-2 min-w-0 md:order-none md:col-span-1 md:truncate">
									<Sentence segments={item.sentence} decision={item.decision} as="row" />
								</span>
								<span
									className="order-3 min-w-0 justify-self-end truncate text-12 text-text-3 md:order-none"
									title={`${item.zone} #${item.seq.toLocaleString('en')}`}
								>
									{showZone ? `${item.zone} ` : ''}
									{item.seq.toLocaleString('en')}
								</span>
							</a>
						</li>
					);
				})}
			</ul>
		</div>
	);
}
