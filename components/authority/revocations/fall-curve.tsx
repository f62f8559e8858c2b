import { formatMillis } from '@/lib/events/amounts';

interface Props {
	/** Milliseconds from the revocation at which each member was known, in order; null: never. */
	readonly times: readonly (number | null)[];
	readonly lengthMs: number;
	readonly shownMs: number | null;
}

const BOX = { width: 400, height: 150, left: 28, bottom: 18, top: 6 };

/** How many had fallen when, as steps. The list below it has the same in words. */
export function FallCurve({ times, lengthMs, shownMs }: Props) {
	const known = times.filter((each) => each !== null);
	const x = (ms: number) => BOX.left + (ms / lengthMs) * (BOX.width - BOX.left - 4);
	const y = (count: number) => BOX.height - BOX.bottom - (count / Math.max(1, times.length)) * (BOX.height - BOX.bottom - BOX.top);
	const steps = known.map((ms, i) => `H${x(ms).toFixed(1)}V${y(i + 1).toFixed(1)}`).join('');
	return (
		<svg
			viewBox={`0 0 ${BOX.width} ${BOX.height}`}
			className="w-full"
			role="img"
			aria-label={`${known.length} fell within ${formatMillis(lengthMs)}`}
		>
			{[0, 0.5, 1].map((share) => (
				<g key={share}>
					<line x1={BOX.left} x2={BOX.width} y1={y(times.length * share)} y2={y(times.length * share)} stroke="var(--chart-grid)" />
					<text x={BOX.left - 4} y={y(times.length * share) + 4} textAnchor="end" fontSize="10" fill="var(--text-3)">
						{Math.round(times.length * share)}
					</text>
				</g>
			))}
			{[0, 0.5, 1].map((share) => (
				<text
					key={share}
					x={x(lengthMs * share)}
					y={BOX.height - 4}
					textAnchor={share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}
					fontSize="10"
					fill="var(--text-3)"
				>
					{formatMillis(lengthMs * share)}
				</text>
			))}
			<path d={`M${x(0)} ${y(0)}${steps}H${x(lengthMs)}`} fill="none" stroke="var(--chart-deny)" strokeWidth="1.5" />
			{shownMs === null ? null : (
				<line x1={x(shownMs)} x2={x(shownMs)} y1={BOX.top} y2={BOX.height - BOX.bottom} stroke="var(--accent)" strokeWidth="1.5" />
			)}
		</svg>
	);
}
