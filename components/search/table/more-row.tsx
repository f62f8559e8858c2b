import { ChevronDown, ChevronUp } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { EventItem } from '@/lib/api/events';
import { clockParts } from '@/lib/time-words';

interface Props {
	/** Events of the run besides the one above. */
	readonly count: number;
	readonly open: boolean;
	/** Whether the run reaches the end of what was read, so that more of it may follow. */
	readonly mayGoOn: boolean;
	readonly last: EventItem | undefined;
	readonly timeZone: string;
	/** The line it is drawn on, from 0. */
	readonly line: number;
	/** In CSS pixels. */
	readonly height: number;
	readonly isActive: boolean;
	/** Whether the open event is among those folded. */
	readonly holdsSelected: boolean;
	readonly onToggle: () => void;
}

/** Stands for a run of events that are alike, below the first of them. */
export function MoreRow({ count, open, mayGoOn, last, timeZone, line, height, isActive, holdsSelected, onToggle }: Props) {
	const Icon = open ? ChevronUp : ChevronDown;
	const until = last === undefined ? '' : clockParts(last.occurredAt, timeZone).clock.slice(0, 12);
	return (
		<tr aria-rowindex={line + 2} data-index={line} style={{ height }} className="relative contain-strict block border-b border-line">
			<td colSpan={99} className="block h-full">
				<button
					type="button"
					data-line
					aria-expanded={open}
					onClick={onToggle}
					className={cn(
						'flex h-full w-full items-center gap-1.5 pr-3 pl-10 text-left text-12 text-accent -outline-offset-2 hover:bg-hover',
						isActive && 'bg-hover shadow-[inset_2px_0_0_var(--line-strong)]',
						holdsSelected && 'bg-selected',
					)}
				>
					<Icon size={12} aria-hidden />
					{open ? `Fold ${count.toLocaleString('en')} alike` : `${count.toLocaleString('en')}${mayGoOn ? ' or more' : ''} more like this`}
					{open || until === '' ? null : <span className="text-text-3">back to {until}</span>}
				</button>
			</td>
		</tr>
	);
}
