'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import {
	type CSSProperties,
	type Ref,
	useCallback,
	useEffect,
	useImperativeHandle,
	useLayoutEffect,
	useMemo,
	useRef,
	useState,
} from 'react';
import { cn } from '@/components/ui/cn';
import type { EventItem } from '@/lib/api/events';
import type { Columns } from '@/lib/url/columns';
import { type EventPlace, formatPlace } from '@/lib/url/place';
import { EventRow } from './event-row';
import { HEAD_PX, TableHead } from './head';
import { rowWidthMin, tracksOf } from './layout';
import { MoreRow } from './more-row';
import { useNarrow, useRowHeight } from './row-height';
import { type Line, linesOf } from './runs';
import { useFollowedEnd } from './use-followed-end';
import { useKeptPosition } from './use-kept-position';
import { focusedIn, holds, isPlace, lineAt, windowOf } from './window';

/** What keys do to the list. */
export interface TableHandle {
	/** One line down (older) or up (newer); while an event is open, the next one opens. */
	readonly move: (step: 1 | -1) => void;
	/** Opens the line the keys stand on: the event, or the folded run. */
	readonly open: () => void;
	/** The event the keys stand on. */
	readonly current: () => EventItem | undefined;
	/** Takes the keys off every line. */
	readonly leave: () => void;
}

interface Props {
	readonly ref?: Ref<TableHandle>;
	readonly events: readonly EventItem[];
	readonly timeZone: string;
	/** Whether numbers say their zone: when the list may hold several. */
	readonly showZone: boolean;
	readonly columns: Columns;
	/** Undefined where columns stand as they are. */
	readonly onColumns?: (columns: Columns) => void;
	/** Whether runs of alike events are folded. */
	readonly collapse: boolean;
	/** Whether more may follow the last of the events. */
	readonly mayGoOn: boolean;
	/** The event that is open. */
	readonly selected: EventPlace | null;
	/** The same by the address, which is ahead of the drawing when keys come fast. */
	readonly selectedNow: () => EventPlace | null;
	/** An event to bring into view and keep there, such as the one a context is of. */
	readonly focus?: EventPlace | null;
	/** Marked events, by `formatPlace`. */
	readonly marks?: ReadonlySet<string>;
	readonly onMark?: (event: EventItem) => void;
	readonly markAs?: 'compare' | 'pin';
	/** For rows that come as they happen: the end that is kept in view; null while rows stand still. */
	readonly follow?: 'top' | 'bottom' | null;
	readonly onScroll?: (scroller: HTMLElement) => void;
	readonly hrefOf: (event: EventItem) => string;
	readonly onOpen: (event: EventItem) => void;
	/** Called when the end of what was read comes near. */
	readonly onNearEnd?: () => void;
	/** What is shown is of the search before this one. */
	readonly dimmed: boolean;
	readonly label?: string;
}

/** Lines left below the window when the next page is asked for. */
const NEAR_END = 30;
const NONE: ReadonlySet<string> = new Set();

/** The events, a line each (two on a narrow screen), drawn only where they can be seen. */
export function EventTable(props: Props) {
	const { ref, events, timeZone, showZone, columns, onColumns, collapse, mayGoOn, selected, selectedNow, focus = null } = props;
	const { marks = NONE, onMark, markAs = 'compare', follow, onScroll, hrefOf, onOpen, onNearEnd, dimmed, label = 'Events' } = props;
	const scroller = useRef<HTMLDivElement>(null);
	const table = useRef<HTMLTableElement>(null);
	const narrow = useNarrow();
	const height = useRowHeight();
	const [opened, setOpened] = useState(NONE);
	const [standing, setStanding] = useState<string | null>(null);
	const [hovered, setHovered] = useState(-1);
	// keys may come faster than the drawing: where they stand is not taken from what is drawn
	const at = useRef(-1);
	const lastSelected = useRef<string | null>(null);

	const lines = useMemo(() => linesOf(events, collapse, (first) => opened.has(formatPlace(first))), [events, collapse, opened]);
	const keyOf = (line: Line | undefined) => {
		const event = line === undefined ? undefined : events[line.kind === 'event' ? line.index : line.first];
		return event === undefined ? '' : `${line?.kind === 'more' ? '+' : ''}${formatPlace(event)}`;
	};
	const headPx = narrow ? 0 : HEAD_PX;
	const rows = useVirtualizer({
		count: lines.count,
		getScrollElement: () => scroller.current,
		estimateSize: () => height,
		rangeExtractor: windowOf,
		scrollMargin: headPx,
		scrollPaddingStart: headPx,
	});
	const items = rows.getVirtualItems();
	const firstDrawn = items[0]?.index ?? 0;
	const last = items.at(-1)?.index ?? 0;
	const indexOf = (place: EventPlace) => events.findIndex((event) => event.seq === place.seq && event.zone === place.zone);

	// rows are drawn in places that are used again for other events: the focus goes where its event goes
	const focusedLine = typeof document === 'undefined' ? -1 : focusedIn(table.current);
	// biome-ignore lint/correctness/useExhaustiveDependencies: it is when the drawn lines move on that a place holds another event
	useLayoutEffect(() => {
		if (focusedLine < 0 || focusedIn(table.current) === focusedLine) return;
		const row = table.current?.querySelector<HTMLElement>(`tr[data-index="${focusedLine}"] :is(a, [data-line])`);
		(row ?? scroller.current)?.focus({ preventScroll: true });
	}, [firstDrawn]);

	useKeptPosition({ scroller, events, lineOf: lines.lineOf, height, isOff: follow !== undefined });
	useFollowedEnd(scroller, follow, events);

	// biome-ignore lint/correctness/useExhaustiveDependencies: the height is read through estimateSize, which measure() asks again
	useEffect(() => rows.measure(), [rows, height]);
	useEffect(() => {
		if (last >= lines.count - NEAR_END) onNearEnd?.();
	}, [last, lines.count, onNearEnd]);

	function show(line: number) {
		rows.scrollToIndex(line);
		// the keys' line takes the focus, unless the reader's is elsewhere, as on a button of the drawer
		const focusLine = () => {
			const list = scroller.current;
			if (list === null || (document.activeElement !== document.body && !list.contains(document.activeElement))) return true;
			const drawn = list.querySelector<HTMLElement>(`[data-index="${line}"] :is(a, [data-line])`);
			drawn?.focus({ preventScroll: true });
			return drawn !== null;
		};
		// at once where it is drawn: an Enter that follows must not open the line before
		if (!focusLine()) requestAnimationFrame(focusLine);
	}

	function stand(line: number) {
		at.current = line;
		setStanding(keyOf(lines.at(line)) || null);
	}

	/** The line the keys stand on: the open event's when it was opened elsewhere, by a link or the history. */
	function place(): number {
		const now = selectedNow();
		const key = now === null ? null : formatPlace(now);
		if (now !== null && key !== lastSelected.current) {
			const index = indexOf(now);
			if (index >= 0) at.current = lines.lineOf(index);
		}
		lastSelected.current = key;
		return at.current;
	}

	function openEvent(event: EventItem, line: number) {
		stand(line);
		lastSelected.current = formatPlace(event);
		onOpen(event);
	}

	function toggle(first: number) {
		const event = events[first];
		if (event === undefined) return;
		const key = formatPlace(event);
		setOpened((was) => (was.has(key) ? new Set([...was].filter((each) => each !== key)) : new Set(was).add(key)));
	}

	useImperativeHandle(ref, () => ({
		move(step) {
			const line = Math.min(Math.max(place() + step, 0), lines.count - 1);
			const target = lines.at(line);
			if (target === undefined) return;
			const event = target.kind === 'event' ? events[target.index] : undefined;
			if (event !== undefined && selectedNow() !== null) openEvent(event, line);
			else stand(line);
			show(line);
		},
		open() {
			const line = place();
			const target = lines.at(line);
			const event = target?.kind === 'event' ? events[target.index] : undefined;
			if (target?.kind === 'more') toggle(target.first);
			else if (event !== undefined) openEvent(event, line);
		},
		current() {
			const target = lines.at(place());
			return target?.kind === 'event' ? events[target.index] : undefined;
		},
		leave: () => stand(-1),
	}));

	// what a link opened, or a context is of, is brought into view once its events are there
	const wanted = focus ?? selected;
	const wantedKey = wanted === null ? null : formatPlace(wanted);
	const shown = useRef<string | null>(null);
	useEffect(() => {
		if (wanted === null || shown.current === wantedKey) return;
		const index = events.findIndex((event) => event.seq === wanted.seq && event.zone === wanted.zone);
		if (index < 0) return;
		shown.current = wantedKey;
		rows.scrollToIndex(lines.lineOf(index), { align: focus === null ? 'auto' : 'center' });
	}, [wanted, wantedKey, focus, events, lines, rows]);

	// rows are drawn again only when something of theirs changes: what they call is kept the same
	const latest = useRef({ openEvent, events, lines, onMark });
	useEffect(() => {
		latest.current = { openEvent, events, lines, onMark };
	});
	const onRowOpen = useCallback((index: number) => {
		const { openEvent, events, lines } = latest.current;
		const event = events[index];
		if (event !== undefined) openEvent(event, lines.lineOf(index));
	}, []);
	const onRowMark = useCallback((event: EventItem) => latest.current.onMark?.(event), []);
	const keys = useMemo(() => columns.map((column) => column.key), [columns]);
	const style = { '--tracks': tracksOf(columns), minWidth: narrow ? undefined : rowWidthMin(columns) } as CSSProperties;

	return (
		<div
			ref={scroller}
			aria-busy={dimmed}
			tabIndex={-1}
			onScroll={onScroll === undefined ? undefined : (event) => onScroll(event.currentTarget)}
			className={cn(
				'relative min-h-0 flex-1 overflow-auto outline-none',
				dimmed && 'opacity-60',
				follow !== undefined && '[overflow-anchor:none]',
			)}
		>
			<table ref={table} aria-label={label} aria-rowcount={mayGoOn ? -1 : lines.count + 1} style={style} className="isolate block">
				{narrow ? null : (
					<TableHead
						columns={columns}
						timeZone={timeZone}
						onColumns={onColumns}
						onTracks={(tracks) => table.current?.style.setProperty('--tracks', tracks)}
					/>
				)}
				<tbody
					style={{ height: rows.getTotalSize(), paddingTop: (items[0]?.start ?? headPx) - headPx }}
					className="block"
					onPointerOver={(event) => setHovered(lineAt(event.target))}
					onPointerLeave={() => setHovered(-1)}
				>
					{items.map(({ index }, slot) => {
						const line = lines.at(index);
						const event = line === undefined ? undefined : events[line.kind === 'event' ? line.index : line.first];
						if (line === undefined || event === undefined) return null;
						const key = keyOf(line);
						return line.kind === 'more' ? (
							<MoreRow
								// a place, not an event: see windowOf
								key={slot}
								height={height}
								count={line.count}
								open={line.open}
								mayGoOn={mayGoOn && line.first + line.count === events.length - 1}
								last={events[line.first + line.count]}
								timeZone={timeZone}
								line={index}
								isActive={standing === key}
								holdsSelected={!line.open && holds(events, line, selected)}
								onToggle={() => {
									stand(index);
									toggle(line.first);
								}}
							/>
						) : (
							<EventRow
								// a place, not an event: see windowOf
								key={slot}
								height={height}
								event={event}
								index={line.index}
								line={index}
								href={hrefOf(event)}
								columns={keys}
								timeZone={timeZone}
								showZone={showZone}
								narrow={narrow}
								isSelected={isPlace(event, focus ?? selected)}
								isActive={standing === key || (focus !== null && isPlace(event, selected))}
								isMarked={marks.size > 0 && marks.has(key)}
								showMark={hovered === index || standing === key || marks.size > 0 || isPlace(event, selected)}
								onOpen={onRowOpen}
								onMark={onMark === undefined ? undefined : onRowMark}
								markAs={markAs}
							/>
						);
					})}
				</tbody>
			</table>
		</div>
	);
}
