import { ChevronDown, ChevronRight } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { cn } from '@/components/ui/cn';
import { plural } from '@/lib/events/amounts';
import type { Segment } from '@/lib/events/words';
import { type RequestRow, rowKey } from '@/lib/request/rows';
import type { Place } from '@/lib/trace/event';
import type { TimelineEvent } from '@/lib/trace/timeline';
import { EventCells, GhostCells, LINE_GRID, NARROW_GRID } from './event-line';

/** The event a row leads to: its own, or the one a missing step should stand beside. */
export function placeOf(row: RequestRow | undefined): Place | null {
	if (row === undefined || row.kind === 'fold') return null;
	return row.kind === 'event' ? row.event.place : row.ghost.beside;
}

interface Props {
	readonly row: RequestRow;
	readonly index: number;
	readonly heightPx: number;
	readonly timeZone: string;
	readonly localZone: string;
	readonly narrow: boolean;
	readonly isSelected: boolean;
	readonly isStanding: boolean;
	readonly titleOf: (event: TimelineEvent) => readonly Segment[];
	readonly hrefOf: (place: Place) => string;
	readonly onOpen: (index: number) => void;
}

/** One line of the table: an event, a missing step, or a fold of what only surrounds the request. */
export const Row = memo(function Row(props: Props) {
	const { row, index, heightPx, timeZone, localZone, narrow, isSelected, isStanding, titleOf, hrefOf, onOpen } = props;
	const place = placeOf(row);
	const isOwn = row.kind === 'event' && row.event.relation === null;
	function open(click: MouseEvent) {
		if (click.metaKey || click.ctrlKey || click.shiftKey) return;
		click.preventDefault();
		onOpen(index);
	}
	const link = { narrow, href: place === null ? '' : hrefOf(place), onOpen: open };
	const word = row.kind === 'fold' && row.side === 'before' ? 'before' : 'after';
	return (
		<tr
			aria-rowindex={index + 2}
			aria-current={isSelected ? 'true' : undefined}
			data-row={rowKey(row)}
			data-standing={isStanding || undefined}
			style={{ height: heightPx }}
			className={cn(
				'relative border-b border-line text-12 hover:bg-hover',
				narrow ? NARROW_GRID : LINE_GRID,
				row.kind === 'event' && row.event.relation !== null && 'text-text-2',
				row.kind === 'event' && row.event.isViolation && 'bg-fault-tint',
				isOwn && row.event.decision === 'deny' && 'bg-deny-tint',
				isStanding && 'bg-hover shadow-[inset_2px_0_0_var(--line-strong)]',
				isSelected && 'bg-selected shadow-[inset_2px_0_0_var(--accent)] hover:bg-selected',
			)}
		>
			{row.kind === 'fold' ? (
				<td className="col-span-full">
					<button
						type="button"
						aria-expanded={row.isOpen}
						onClick={() => onOpen(index)}
						className="flex w-full items-center gap-1.5 text-12 text-text-2 after:absolute after:inset-0 hover:text-text"
					>
						{row.isOpen ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
						{plural(row.count, `event around it, ${word}`, `events around it, ${word}`)}
					</button>
				</td>
			) : row.kind === 'event' ? (
				<EventCells
					event={row.event}
					title={titleOf(row.event)}
					offsetMicros={row.atMicros}
					timeZone={timeZone}
					localZone={localZone}
					{...link}
				/>
			) : (
				<GhostCells ghost={row.ghost} {...link} />
			)}
		</tr>
	);
});
