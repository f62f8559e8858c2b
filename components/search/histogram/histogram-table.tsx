import { DecisionMark } from '@/components/events/decision-mark';
import { type Bar, spanWords } from './bars';

interface Props {
	readonly bars: readonly Bar[];
	readonly decisions: readonly string[];
	readonly timeZone: string;
	readonly onZoom: (bar: Bar) => void;
}

/** The same numbers as a table: bars that hold something, newest first. */
export function HistogramTable({ bars, decisions, timeZone, onZoom }: Props) {
	const filled = bars.filter((bar) => bar.total > 0).reverse();
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
		<section tabIndex={0} aria-label="Events over time, as a table" className="max-h-48 overflow-auto">
			<table className="w-full text-12">
				<thead className="sticky top-0 bg-surface text-11 text-text-3">
					<tr>
						<th scope="col" className="h-6 pr-3 text-left font-normal">
							Time ({timeZone})
						</th>
						<th scope="col" className="pr-3 text-right font-normal">
							Events
						</th>
						{decisions.map((decision) => (
							<th key={decision} scope="col" className="pr-3 text-right font-normal">
								<DecisionMark decision={decision} className="text-11" />
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{filled.map((bar) => (
						<tr key={bar.fromMs} className="border-t border-line">
							<th scope="row" className="h-6 pr-3 text-left font-normal whitespace-nowrap">
								<button type="button" onClick={() => onZoom(bar)} title="Zoom in" className="text-accent hover:underline">
									{spanWords(bar.fromMs, bar.toMs, timeZone)}
								</button>
							</th>
							<td className="pr-3 text-right">{bar.total.toLocaleString('en')}</td>
							{decisions.map((decision) => (
								<td key={decision} className="pr-3 text-right text-text-2">
									{(bar.decisions[decision] ?? 0).toLocaleString('en')}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
