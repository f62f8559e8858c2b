'use client';

import { ArrowLeft, ArrowRight, ChevronDown, EyeOff, MoveHorizontal } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { cn } from '@/components/ui/cn';
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import type { ColumnKey, Columns } from '@/lib/url/columns';
import { boundedWidth, COLUMN_LOOKS, moved, resized, toggledColumn, tracksOf } from './layout';

interface Props {
	readonly columns: Columns;
	readonly index: number;
	readonly title: string;
	/** Says new columns; while a width is being dragged only the tracks are. */
	readonly onColumns: (columns: Columns) => void;
	readonly onTracks: (tracks: string) => void;
	/** Says that the column is moved by key: it keeps the focus where it goes. */
	readonly onMovedByKey: (key: ColumnKey) => void;
}

const STEP_PX = 16;
const DRAGGED = 'application/x-column';

/** The head of a column: a menu by click and key, Alt and arrows to move it, Shift and arrows to resize; by mouse its label and its edge are dragged. */
export function HeadCell({ columns, index, title, onColumns, onTracks, onMovedByKey }: Props) {
	const cell = useRef<HTMLTableCellElement>(null);
	const column = columns[index];
	const drag = useRef<{ readonly startX: number; readonly startPx: number } | null>(null);
	if (column === undefined) return null;
	const { key } = column;

	const shownPx = () => cell.current?.getBoundingClientRect().width ?? COLUMN_LOOKS[key].widthPx;
	const resize = (widthPx: number | null) => onColumns(resized(columns, key, widthPx));

	function onKey(event: KeyboardEvent) {
		const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
		if (step === 0 || !(event.altKey || event.shiftKey)) return;
		event.preventDefault();
		if (event.altKey) {
			onMovedByKey(key);
			onColumns(moved(columns, key, index + step));
		} else resize(shownPx() + step * STEP_PX);
	}

	const draggedTo = (event: PointerEvent) =>
		drag.current === null ? null : resized(columns, key, drag.current.startPx + event.clientX - drag.current.startX);

	function drop(event: DragEvent) {
		const from = columns.find((each) => each.key === event.dataTransfer.getData(DRAGGED))?.key;
		if (from === undefined || from === key) return;
		event.preventDefault();
		onColumns(moved(columns, from, index));
	}

	return (
		<th
			ref={cell}
			scope="col"
			className="relative flex h-full min-w-0 items-center font-normal"
			onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
			onDrop={drop}
		>
			<Menu>
				<MenuTrigger asChild>
					<button
						type="button"
						draggable
						onDragStart={(event) => event.dataTransfer.setData(DRAGGED, key)}
						onKeyDown={onKey}
						data-column={key}
						title={`${title}. Drag to move; its right edge resizes. Keys: Alt+arrows move, Shift+arrows resize, Enter opens the menu.`}
						className={cn(
							'group/head flex h-6 min-w-0 flex-1 items-center gap-1 rounded-control text-left hover:text-text',
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
				</MenuTrigger>
				<MenuContent align="start">
					<MenuItem disabled={index === 0} onSelect={() => onColumns(moved(columns, key, index - 1))}>
						<ArrowLeft size={12} aria-hidden /> Move left
					</MenuItem>
					<MenuItem disabled={index === columns.length - 1} onSelect={() => onColumns(moved(columns, key, index + 1))}>
						<ArrowRight size={12} aria-hidden /> Move right
					</MenuItem>
					<MenuItem disabled={column.widthPx === null} onSelect={() => resize(null)}>
						<MoveHorizontal size={12} aria-hidden /> Its own width
					</MenuItem>
					<MenuSeparator />
					<MenuItem disabled={columns.length === 1} onSelect={() => onColumns(toggledColumn(columns, key))}>
						<EyeOff size={12} aria-hidden /> Hide
					</MenuItem>
				</MenuContent>
			</Menu>
			<span
				aria-hidden
				data-edge={key}
				onPointerDown={(event) => {
					event.currentTarget.setPointerCapture(event.pointerId);
					drag.current = { startX: event.clientX, startPx: shownPx() };
				}}
				onPointerMove={(event) => {
					const next = draggedTo(event);
					if (next !== null) onTracks(tracksOf(next));
				}}
				onPointerUp={(event) => {
					const next = draggedTo(event);
					const hasMoved = drag.current !== null && boundedWidth(drag.current.startPx) !== next?.[index]?.widthPx;
					drag.current = null;
					if (next !== null && hasMoved) onColumns(next);
				}}
				onPointerCancel={() => {
					drag.current = null;
					onTracks(tracksOf(columns));
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
