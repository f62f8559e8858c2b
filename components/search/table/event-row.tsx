import { Check } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { cn } from '@/components/ui/cn';
import type { EventItem } from '@/lib/api/events';
import type { ColumnKey } from '@/lib/url/columns';
import { Cell } from './cell';
import { COLUMN_LOOKS } from './layout';

export interface RowProps {
	readonly event: EventItem;
	readonly index: number;
	/** The line it is drawn on, from 0. */
	readonly line: number;
	/** In CSS pixels. */
	readonly height: number;
	readonly href: string;
	/** Columns by their keys alone: widths are in the grid the table sets. */
	readonly columns: readonly ColumnKey[];
	readonly timeZone: string;
	readonly showZone: boolean;
	readonly narrow: boolean;
	readonly isSelected: boolean;
	/** Whether the keys stand on it. */
	readonly isActive: boolean;
	readonly isMarked: boolean;
	/** Whether the box that marks it is drawn: rows are many, and every element costs when they scroll. */
	readonly showMark: boolean;
	readonly onOpen: (index: number) => void;
	/** Undefined where rows cannot be marked. */
	readonly onMark: ((event: EventItem) => void) | undefined;
	/** What a mark is for. */
	readonly markAs: 'compare' | 'pin';
}

/** Columns of the two lines of a narrow screen, whatever was chosen for wide ones. */
const NARROW: readonly ColumnKey[] = ['decision', 'time', 'seq', 'what'];
const NARROW_PLACE: Partial<Record<ColumnKey, string>> = { what: 'col-span-3', seq: 'justify-self-end max-w-full' };

export const LINE_GRID = 'grid items-center gap-x-3 px-3';

/** One event. The whole row is its link; the mark at its left is for comparing. */
export const EventRow = memo(function EventRow(props: RowProps) {
	const { event, index, line, height, href, timeZone, showZone, narrow, isSelected, isActive, isMarked, showMark, onOpen, onMark, markAs } =
		props;
	const columns = narrow ? NARROW : props.columns;
	// the sentence is the link's words; without it, whatever stands first
	const linked = columns.includes('what') ? 'what' : columns[0];
	function open(click: MouseEvent) {
		const onLink = (click.target as HTMLElement).closest('a, button') !== null;
		if (click.metaKey || click.ctrlKey || click.shiftKey) {
			// the link does what the browser does with links; beside it, so does the row
			if (!onLink) window.open(href, '_blank', 'noopener');
			return;
		}
		if ((click.target as HTMLElement).closest('button') !== null) return;
		click.preventDefault();
		onOpen(index);
	}

	return (
		<tr
			onClick={open}
			data-index={line}
			style={{ height }}
			aria-rowindex={line + 2}
			aria-current={isSelected ? 'true' : undefined}
			className={cn(
				'relative contain-strict border-b border-line hover:bg-hover',
				LINE_GRID,
				narrow ? 'grid-cols-[auto_auto_minmax(0,1fr)] content-start py-1.5' : 'grid-cols-(--tracks)',
				isMarked && 'bg-accent-tint',
				isActive && !isSelected && 'bg-hover shadow-[inset_2px_0_0_var(--line-strong)]',
				isSelected && 'bg-selected shadow-[inset_2px_0_0_var(--accent)] hover:bg-selected',
			)}
		>
			{narrow ? null : (
				<td className="-ml-1 flex">
					{onMark === undefined || !showMark ? null : (
						<button
							type="button"
							tabIndex={-1}
							aria-pressed={isMarked}
							aria-label={markAs === 'pin' ? `Pin #${event.seq}` : `Mark #${event.seq} to compare`}
							title={markAs === 'pin' ? 'Keep in sight (p)' : 'Mark to compare (m)'}
							onClick={() => onMark(event)}
							className="relative z-10 grid size-5 place-items-center"
						>
							<span
								className={cn(
									'grid size-3.5 place-items-center rounded-mark border border-control',
									isMarked && 'border-accent-solid bg-accent-solid text-accent-on',
								)}
							>
								{isMarked ? <Check size={10} aria-hidden /> : null}
							</span>
						</button>
					)}
				</td>
			)}
			{columns.map((column) => {
				const isLink = narrow || column === linked;
				const cell = <Cell column={column} event={event} timeZone={timeZone} showZone={showZone} isLink={isLink} />;
				return (
					<td
						key={column}
						className={cn(
							'min-w-0',
							narrow && column === 'what' ? '' : 'truncate',
							!narrow && 'h-5',
							narrow ? NARROW_PLACE[column] : COLUMN_LOOKS[column].right && 'text-right',
						)}
					>
						{column === linked ? (
							<a
								href={href}
								className={cn(
									// the whole row is outlined; :has() would do it too, and make every scroll slower
									'outline-none after:pointer-events-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
									narrow ? 'line-clamp-2' : 'block truncate',
								)}
							>
								{cell}
							</a>
						) : (
							cell
						)}
					</td>
				);
			})}
		</tr>
	);
});
