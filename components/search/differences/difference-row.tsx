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
const CELL = 'border-b border-line px-2 py-1 align-middle max-sm:border-0';

/** A share as a bar with its numbers. */
function Share({ name, part, whole, className }: { name: string; part: number; whole: number; className: string }) {
	return (
		<span aria-hidden className="flex items-center gap-2">
			<span className="text-12 text-text-3 sm:hidden">{name}</span>
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
		<tr className="group hover:bg-hover max-sm:grid max-sm:grid-cols-[1fr_1fr_auto_auto] max-sm:items-center max-sm:border-b max-sm:border-line max-sm:px-1 max-sm:py-1">
			<td className={cn(CELL, 'pl-3 text-text-3 max-sm:hidden')}>{definition(field).noun}</td>
			<th scope="row" className={cn(CELL, 'max-w-0 text-left font-normal max-sm:col-span-2 max-sm:max-w-none max-sm:min-w-0')}>
				<button
					type="button"
					onClick={() => onAct('keep')}
					title={`Only ${field}:${visible(value)}`}
					className="flex min-h-6 w-full min-w-0 items-center gap-1.5 text-left hover:text-accent"
				>
					<span className="text-text-3 sm:hidden">{definition(field).noun}</span>
					<span className={cn('min-w-0 truncate', words === undefined && 'font-mono text-12')}>{said}</span>
					<Plus size={12} aria-hidden className="shrink-0 text-text-3 opacity-0 group-hover:opacity-100" />
					<span className="sr-only">, {differenceSentence(difference, whole)}</span>
				</button>
			</th>
			<td className={cn(CELL, 'max-sm:order-last')}>
				<Share name="selected" part={selected} whole={whole.selected} className="bg-accent" />
			</td>
			<td className={cn(CELL, 'max-sm:order-last max-sm:col-span-3')}>
				<Share name="rest" part={rest} whole={whole.rest} className="bg-chart-none" />
			</td>
			<td className={cn(CELL, 'text-right font-medium whitespace-nowrap', over ? 'text-text' : 'text-text-2')}>{liftWords(difference)}</td>
			<td className={cn(CELL, 'pr-3 sm:w-8')}>
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
