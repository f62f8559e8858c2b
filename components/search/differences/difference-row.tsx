import { Minus, Plus } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { Differences } from '@/lib/api/search';
import { cutMiddle, visible } from '@/lib/events/visible';
import { typeLabel } from '@/lib/events/vocabulary';
import { field as definition } from '@/lib/query/fields';
import { type Difference, differenceSentence, liftWords, shareWords } from './words';

interface Props {
	readonly difference: Difference;
	readonly whole: Pick<Differences, 'selected' | 'rest'>;
	readonly onAct: (action: 'keep' | 'exclude') => void;
}

const VALUE_MAX = 120;
const CELL = 'border-b border-line px-2 py-1 align-middle';

/** A share as a bar with its numbers. */
function Share({ part, whole, className }: { part: number; whole: number; className: string }) {
	return (
		<span aria-hidden className="flex items-center gap-2">
			<span className="hidden h-1.5 w-16 shrink-0 bg-line sm:block">
				<span className={cn('block h-full', className)} style={{ width: `${whole === 0 ? 0 : (part / whole) * 100}%` }} />
			</span>
			<span className="w-10 shrink-0 text-right">{shareWords(part, whole)}</span>
			<span className="truncate text-text-3">{part.toLocaleString('en')}</span>
		</span>
	);
}

/** A value and how its share among the selected differs from that among the rest. */
export function DifferenceRow({ difference, whole, onAct }: Props) {
	const { field, value, name, selected, rest } = difference;
	const words = field === 'type' ? typeLabel(value) : name;
	const said = visible(cutMiddle(words ?? value, VALUE_MAX));
	const over = selected * whole.rest >= rest * whole.selected;
	return (
		<tr className="group hover:bg-hover">
			<td className={cn(CELL, 'pl-3 text-text-3 max-sm:hidden')}>{definition(field).noun}</td>
			<th scope="row" className={cn(CELL, 'max-w-0 text-left font-normal')}>
				<button
					type="button"
					onClick={() => onAct('keep')}
					title={`Only ${field}:${visible(value)}`}
					className="flex min-h-6 w-full min-w-0 items-center gap-1.5 text-left hover:text-accent"
				>
					<span className={cn('min-w-0 truncate', words === undefined && 'font-mono text-12')}>{said}</span>
					<Plus size={12} aria-hidden className="shrink-0 text-text-3 opacity-0 group-hover:opacity-100" />
					<span className="sr-only">, {differenceSentence(difference, whole)}</span>
				</button>
			</th>
			<td className={CELL}>
				<Share part={selected} whole={whole.selected} className="bg-accent" />
			</td>
			<td className={CELL}>
				<Share part={rest} whole={whole.rest} className="bg-chart-none" />
			</td>
			<td className={cn(CELL, 'text-right font-medium whitespace-nowrap', over ? 'text-text' : 'text-text-2')}>{liftWords(difference)}</td>
			<td className={cn(CELL, 'w-8 pr-3')}>
				<button
					type="button"
					onClick={() => onAct('exclude')}
					aria-label={`Leave out ${said}`}
					title="Leave these out"
					className="grid size-6 place-items-center rounded-control text-text-3 hover:bg-hover hover:text-text pointer-coarse:size-9"
				>
					<Minus size={13} aria-hidden />
				</button>
			</td>
		</tr>
	);
}
