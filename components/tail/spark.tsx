import type { Meaning } from '@/lib/events/vocabulary';
import { PULSE_STEP_MS, type PulseCounts } from '@/lib/tail/pulse';

const HEIGHT = 36;
const STACK: readonly (readonly [meaning: Meaning, words: string, fill: string])[] = [
	['deny', 'denied', 'fill-chart-deny'],
	['held', 'pending', 'fill-chart-held'],
	['allow', 'allowed', 'fill-chart-allow'],
	['none', 'without a decision', 'fill-chart-none'],
	['unknown', 'of an unknown decision', 'fill-unknown'],
];

const sumOf = (counts: PulseCounts) => STACK.reduce((sum, [meaning]) => sum + counts[meaning], 0);

/** Rows by decision over the last ten minutes, a bar for every five seconds; a table says the same by the minute. */
export function Spark({ series }: { series: readonly PulseCounts[] }) {
	const max = Math.max(1, ...series.map(sumOf));
	const perMinute = 60_000 / PULSE_STEP_MS;
	const minutes = Array.from({ length: series.length / perMinute }, (_, i) => series.slice(i * perMinute, (i + 1) * perMinute));
	const used = STACK.filter(([meaning]) => series.some((each) => each[meaning] > 0));
	return (
		<figure>
			<svg viewBox={`0 0 ${series.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden className="h-9 w-full border-b border-line">
				{series.map((counts, x) => {
					let y = HEIGHT;
					return STACK.map(([meaning, , fill]) => {
						const height = (counts[meaning] / max) * HEIGHT;
						y -= height;
						return height === 0 ? null : <rect key={`${x}${meaning}`} x={x} y={y} width={0.8} height={height} className={fill} />;
					});
				})}
			</svg>
			<figcaption className="mt-1 text-11 text-text-3" aria-hidden>
				<span className="flex justify-between">
					<span>10 min ago</span>
					<span>now</span>
				</span>
				<span className="mt-0.5 flex flex-wrap gap-x-2">
					{used.map(([meaning, words, fill]) => (
						<span key={meaning} className="flex items-center gap-1">
							<svg viewBox="0 0 1 1" aria-hidden className="size-2">
								<rect width={1} height={1} className={fill} />
							</svg>
							{words}
						</span>
					))}
				</span>
			</figcaption>
			<table className="sr-only">
				<caption>Rows of the last ten minutes by decision</caption>
				<thead>
					<tr>
						<th scope="col">Minutes ago</th>
						{STACK.map(([meaning, words]) => (
							<th key={meaning} scope="col">
								{words}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{minutes.map((steps, i) => (
						<tr key={`${i}`}>
							<th scope="row">{minutes.length - i}</th>
							{STACK.map(([meaning]) => (
								<td key={meaning}>{steps.reduce((sum, each) => sum + each[meaning], 0)}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</figure>
	);
}
