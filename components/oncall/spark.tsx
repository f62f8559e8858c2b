import type { Series } from '@/lib/api/oncall';
import { amount } from '@/lib/oncall/words';

/** Units of the drawing. */
const HEIGHT = 24;

/** Stretches without a hole, as points of a line. */
function linesOf(values: readonly (number | null)[], max: number): string[] {
	const lines: string[] = [];
	let line: string[] = [];
	values.forEach((value, i) => {
		if (value === null) {
			if (line.length > 0) lines.push(line.join(' '));
			line = [];
		} else line.push(`${i},${(HEIGHT - 1 - (value / max) * (HEIGHT - 2)).toFixed(2)}`);
	});
	if (line.length > 0) lines.push(line.join(' '));
	// a point alone has no length, and would not be seen
	return lines.map((points) => (points.includes(' ') ? points : `${points} ${Number(points.split(',')[0]) + 0.6},${points.split(',')[1]}`));
}

/** A small curve under a figure; its words say what it shows. */
export function Spark({ series, color }: { series: Series; color: string }) {
	const known = series.values.filter((value) => value !== null);
	const max = Math.max(...known, 0);
	const words = known.length === 0 ? 'nothing' : `${amount(Math.min(...known))} to ${amount(max)}, last ${amount(known.at(-1) ?? 0)}`;
	return (
		<svg
			role="img"
			aria-label={`${series.unit}: ${words}`}
			viewBox={`-1 0 ${series.values.length + 1} ${HEIGHT}`}
			preserveAspectRatio="none"
			className="absolute inset-0 size-full overflow-visible"
		>
			{linesOf(series.values, max === 0 ? 1 : max).map((points) => (
				<polyline
					key={points}
					points={points}
					fill="none"
					stroke={color}
					strokeWidth={1.5}
					strokeLinejoin="round"
					vectorEffect="non-scaling-stroke"
				/>
			))}
		</svg>
	);
}
