import { cn } from '@/components/ui/cn';

export interface LegendItem {
	/** Classes of the small frame. */
	readonly look: string;
	readonly words: string;
}

/** What frames and lines of the graph mean. It lets the pointer through. */
export function GraphLegend({ items, note, className }: { items: readonly LegendItem[]; note?: string; className?: string }) {
	return (
		<ul
			aria-label="What the graph's frames and lines mean"
			className={cn('pointer-events-none absolute left-3 flex flex-wrap gap-x-3 gap-y-1 pr-32 text-11 text-text-2', className)}
		>
			{items.map(({ look, words }) => (
				<li key={words} className="flex items-center gap-1.5 rounded-mark bg-bg px-1">
					<span aria-hidden className={cn('h-2.5 w-4 rounded-mark border', look)} />
					{words}
				</li>
			))}
			{note === undefined ? null : <li className="rounded-mark bg-bg px-1 max-md:hidden">{note}</li>}
		</ul>
	);
}
