'use client';

import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, lazy, Suspense, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { ColumnKey, Columns } from '@/lib/url/columns';
import { COLUMN_LOOKS, moved, resized, tracksOf } from './layout';
import { useDrag } from './use-drag';

// fetched when first opened
const HeadMenu = lazy(() => import('./head-menu'));

interface Props {
	readonly columns: Columns;
	readonly index: number;
	readonly title: string;
	/** Whether a dragged column would take its place. */
	readonly isTarget: boolean;
	/** Says new columns; while a width is being dragged only the tracks are. */
	readonly onColumns: (columns: Columns) => void;
	readonly onTracks: (tracks: string) => void;
	/** Says that the column is moved by key: it keeps the focus where it goes. */
	readonly onMovedByKey: (key: ColumnKey) => void;
	/** While it is dragged: which column is at that place. Null when it no longer is. */
	readonly onTarget: (clientX: number | null) => number | null;
}

const STEP_PX = 16;

/** The head of a column: a menu by click and key, Alt and arrows to move it, Shift and arrows to resize; by mouse its label and its edge are dragged. */
export function HeadCell({ columns, index, title, isTarget, onColumns, onTracks, onMovedByKey, onTarget }: Props) {
	const cell = useRef<HTMLTableCellElement>(null);
	const startPx = useRef(0);
	const [menuOpen, setMenuOpen] = useState(false);
	const column = columns[index];
	const key = column?.key ?? 'what';

	const shownPx = () => cell.current?.getBoundingClientRect().width ?? COLUMN_LOOKS[key].widthPx;
	const resize = (widthPx: number | null) => onColumns(resized(columns, key, widthPx));
	const label = useDrag({
		onMove: (_, clientX) => onTarget(clientX),
		onDrop(_, clientX) {
			const to = onTarget(clientX);
			onTarget(null);
			if (to !== null && to !== index) onColumns(moved(columns, key, to));
		},
		onCancel: () => onTarget(null),
	});
	const edge = useDrag({
		onMove: (byPx) => onTracks(tracksOf(resized(columns, key, startPx.current + byPx))),
		onDrop: (byPx) => resize(startPx.current + byPx),
		onCancel: () => onTracks(tracksOf(columns)),
	});
	if (column === undefined) return null;

	function onKey(event: KeyboardEvent) {
		const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
		if (step === 0 || !(event.altKey || event.shiftKey)) return;
		event.preventDefault();
		if (event.altKey) {
			onMovedByKey(key);
			onColumns(moved(columns, key, index + step));
		} else resize(shownPx() + step * STEP_PX);
	}

	return (
		<th
			ref={cell}
			scope="col"
			data-column-place={index}
			className={cn('relative flex h-full min-w-0 items-center font-normal', isTarget && 'bg-accent-tint')}
		>
			<button
				type="button"
				{...label.handlers}
				aria-haspopup="menu"
				aria-expanded={menuOpen}
				onClick={() => {
					if (!label.wasDrag()) setMenuOpen(true);
				}}
				onKeyDown={onKey}
				data-column={key}
				title={`${title}. Drag to move; its right edge resizes. Keys: Alt+arrows move, Shift+arrows resize, Enter opens the menu.`}
				className={cn(
					'group/head flex h-6 min-w-0 flex-1 touch-none items-center gap-1 rounded-control text-left select-none hover:text-text',
					COLUMN_LOOKS[key].right && 'flex-row-reverse',
				)}
			>
				<span className="truncate">{title}</span>
				<ChevronDown
					size={11}
					aria-hidden
					className="shrink-0 opacity-0 group-hover/head:opacity-100 group-focus-visible/head:opacity-100"
				/>
			</button>
			{menuOpen ? (
				<Suspense>
					<HeadMenu
						columns={columns}
						column={key}
						title={title}
						onColumns={onColumns}
						onClose={() => setMenuOpen(false)}
						onFocusBack={() => cell.current?.querySelector('button')?.focus()}
					/>
				</Suspense>
			) : null}
			{/* biome-ignore lint/a11y/noStaticElementInteractions: for the mouse alone; keys resize at the head itself */}
			<span
				aria-hidden
				data-edge={key}
				{...edge.handlers}
				onPointerDown={(event) => {
					startPx.current = shownPx();
					edge.handlers.onPointerDown(event);
				}}
				onDoubleClick={() => resize(null)}
				className={cn(
					'absolute -right-2.5 z-10 h-full w-2 cursor-col-resize touch-none after:absolute after:inset-y-1.5 after:left-[3px] after:w-px hover:after:bg-accent',
					index < columns.length - 1 && 'after:bg-line',
				)}
			/>
		</th>
	);
}
