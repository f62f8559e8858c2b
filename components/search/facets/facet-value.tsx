'use client';

import { Minus, Plus } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { DecisionMark } from '@/components/events/decision-mark';
import { cn } from '@/components/ui/cn';
import { cutMiddle, visible } from '@/lib/events/visible';
import { typeLabel } from '@/lib/events/vocabulary';

/** What becomes of a value in the query. `keep` and `exclude` take themselves back when asked again. */
export type FacetAction = 'keep' | 'exclude' | 'only';
export type Chosen = 'kept' | 'excluded' | null;

export interface FacetItem {
	readonly value: string;
	readonly name?: string | undefined;
	/** Null when it was not counted. */
	readonly events: number | null;
}

interface Props {
	readonly field: string;
	readonly item: FacetItem;
	/** Events of the most frequent value. */
	readonly max: number;
	readonly chosen: Chosen;
	/** Whether others of the field are kept and this one is not. */
	readonly dimmed: boolean;
	readonly onAction: (action: FacetAction) => void;
}

/** Longest value drawn; its title has it whole. */
const TEXT_MAX = 200;
const ACTION = 'grid h-6 place-items-center rounded-control text-text-3 hover:text-text';

function titleOf(field: string, { value, name }: FacetItem): string {
	const words = field === 'type' ? typeLabel(value) : name;
	return words === undefined ? visible(value) : `${visible(words)}\n${visible(value)}`;
}

/** One value with its count and bar: a click keeps it, minus leaves it out. */
export function FacetValue({ field, item, max, chosen, dimmed, onAction }: Props) {
	const { value, name, events } = item;
	const said = visible(cutMiddle(name ?? value, TEXT_MAX));

	function onKeyDown(event: KeyboardEvent) {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const action = ({ x: 'exclude', '-': 'exclude', o: 'only', '+': 'keep' } as const)[event.key];
		if (action === undefined) return;
		event.preventDefault();
		onAction(action);
	}

	return (
		<li className="group relative flex h-6 items-center pr-2.5 pl-[22px] hover:bg-hover pointer-coarse:h-9">
			{chosen === 'kept' ? <span aria-hidden className="absolute left-[9px] size-1.5 rounded-[1px] bg-accent" /> : null}
			<button
				type="button"
				data-stop
				tabIndex={-1}
				aria-pressed={chosen === 'kept'}
				aria-label={`${said}${events === null ? '' : `, ${events.toLocaleString('en')} events`}${chosen === 'excluded' ? ', left out' : ''}`}
				title={titleOf(field, item)}
				onClick={() => onAction('keep')}
				onKeyDown={onKeyDown}
				className={cn('flex h-full min-w-0 flex-1 items-center gap-1.5 text-left', (dimmed || chosen === 'excluded') && 'text-text-3')}
			>
				<span className={cn('min-w-0 flex-1 truncate', chosen === 'excluded' && 'line-through')}>
					{field === 'decision' && chosen !== 'excluded' ? (
						<DecisionMark decision={value === 'none' ? '' : value} className="text-12" />
					) : (
						said
					)}
				</span>
				<span className="text-text-2 group-focus-within:invisible group-hover:invisible pointer-coarse:visible!">
					{events === null ? '' : events.toLocaleString('en')}
				</span>
			</button>
			<span className="absolute right-1 flex items-center bg-hover pl-1.5 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:static pointer-coarse:bg-transparent pointer-coarse:opacity-100">
				<button
					type="button"
					tabIndex={-1}
					onClick={() => onAction('only')}
					aria-label={`Only ${said}`}
					title="Only this (o)"
					className={cn(ACTION, 'px-1 text-11 text-accent pointer-coarse:hidden')}
				>
					only
				</button>
				<button
					type="button"
					tabIndex={-1}
					onClick={() => onAction('keep')}
					aria-label={chosen === 'kept' ? `No longer ${said}` : `Keep ${said}`}
					title={chosen === 'kept' ? 'No longer (Enter)' : 'Keep (Enter)'}
					className={cn(ACTION, 'w-6 pointer-coarse:hidden', chosen === 'kept' && 'text-accent')}
				>
					<Plus size={13} aria-hidden className={cn(chosen === 'kept' && 'rotate-45')} />
				</button>
				<button
					type="button"
					tabIndex={-1}
					onClick={() => onAction('exclude')}
					aria-label={chosen === 'excluded' ? `No longer leave out ${said}` : `Leave out ${said}`}
					title="Leave out (x)"
					className={cn(ACTION, 'w-6 pointer-coarse:w-9', chosen === 'excluded' && 'text-deny')}
				>
					<Minus size={13} aria-hidden />
				</button>
			</span>
			{max > 0 && events !== null ? (
				<span aria-hidden className="pointer-events-none absolute right-2.5 bottom-px left-[22px] h-0.5">
					<span
						className={cn(
							'block h-0.5 rounded-[1px]',
							chosen === 'excluded' ? 'bg-line-strong' : (BARS[field === 'decision' ? value : ''] ?? 'bg-chart-none'),
						)}
						style={{ width: events === 0 ? 0 : `max(2px, ${((events / max) * 100).toFixed(2)}%)` }}
					/>
				</span>
			) : null}
		</li>
	);
}

/** Bars of decisions have the colour of their meaning. */
const BARS: Readonly<Record<string, string>> = {
	allow: 'bg-chart-allow',
	approved: 'bg-chart-allow',
	deny: 'bg-chart-deny',
	rejected: 'bg-chart-deny',
	pending: 'bg-chart-held',
};
