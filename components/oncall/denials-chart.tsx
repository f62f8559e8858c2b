import Link from 'next/link';
import type { OnCall } from '@/lib/api/oncall';
import { percent, percentWords } from '@/lib/oncall/words';
import { searchHref } from './look';
import { minuteClock, minuteSearch } from './minutes';

/** Tops of the scale, in shares of 1. */
const TOPS = [0.1, 0.2, 0.4, 0.6, 0.8, 1];

function linesOf(minutes: OnCall['denials']['minutes'], top: number): string[] {
	const lines: string[][] = [[]];
	minutes.forEach(({ denied, decided }, i) => {
		if (decided === 0) lines.push([]);
		else lines.at(-1)?.push(`${i + 0.5},${(100 - (denied / decided / top) * 100).toFixed(2)}`);
	});
	return lines.filter((line) => line.length > 0).map((line) => (line.length > 1 ? line : [...line, ...line]).join(' '));
}

/** The deny rate minute by minute, the band of normal behind it, and the line above which it asks for attention. A minute leads to its denials. */
export function DenialsChart({ denials, zones }: { denials: OnCall['denials']; zones: readonly string[] }) {
	const { minutes, band, limit } = denials;
	const highest = Math.max(...minutes.map(({ denied, decided }) => (decided === 0 ? 0 : denied / decided)), limit, band?.high ?? 0);
	const top = TOPS.find((each) => each >= highest * 1.05) ?? 1;
	const y = (share: number) => `${(100 - (Math.min(share, top) / top) * 100).toFixed(2)}%`;
	const grid = [0, 0.5, 1].map((part) => part * top);
	return (
		<div className="relative mt-1 mb-5 ml-9 min-h-[200px] flex-1">
			<svg
				viewBox={`0 0 ${minutes.length} 100`}
				preserveAspectRatio="none"
				aria-hidden
				className="absolute inset-0 size-full overflow-visible"
			>
				{band === null ? null : (
					<rect
						x={0}
						width={minutes.length}
						y={100 - (Math.min(band.high, top) / top) * 100}
						height={Math.max(((Math.min(band.high, top) - band.low) / top) * 100, 1)}
						fill="var(--chart-band)"
					/>
				)}
				{grid.map((share) => (
					<line
						key={share}
						x1={0}
						x2={minutes.length}
						y1={100 - (share / top) * 100}
						y2={100 - (share / top) * 100}
						stroke="var(--chart-grid)"
						vectorEffect="non-scaling-stroke"
					/>
				))}
				<line
					x1={0}
					x2={minutes.length}
					y1={100 - (limit / top) * 100}
					y2={100 - (limit / top) * 100}
					stroke="var(--control)"
					strokeDasharray="3 3"
					vectorEffect="non-scaling-stroke"
				/>
				{linesOf(minutes, top).map((points) => (
					<polyline
						key={points}
						points={points}
						fill="none"
						stroke="var(--chart-deny)"
						strokeWidth={2}
						strokeLinejoin="round"
						strokeLinecap="round"
						vectorEffect="non-scaling-stroke"
					/>
				))}
			</svg>
			{grid.map((share) => (
				<span key={share} className="absolute -left-9 w-8 -translate-y-1/2 text-right text-11 text-text-3" style={{ top: y(share) }}>
					{percent(share)}%
				</span>
			))}
			<span className="absolute right-1 -translate-y-full bg-surface/80 px-1 text-11 text-text-3" style={{ top: y(limit) }}>
				attention above {percentWords(limit)}
			</span>
			{minutes.map((_, i) =>
				i % 15 === 7 ? (
					<span
						key={i}
						className="absolute top-full -translate-x-1/2 pt-0.5 text-11 text-text-3"
						style={{ left: `${((i + 0.5) / minutes.length) * 100}%` }}
					>
						{minuteClock(denials.from, i)}
					</span>
				) : null,
			)}
			{/* the table twin has the same links for the keyboard */}
			<div aria-hidden className="absolute inset-0 flex">
				{minutes.map(({ denied, decided }, i) => (
					<Link
						key={i}
						tabIndex={-1}
						prefetch={false}
						href={searchHref(minuteSearch(zones, denials.from, i))}
						title={`${minuteClock(denials.from, i)}: ${denied} of ${decided} denied`}
						className="flex-1 hover:bg-hover/60"
					/>
				))}
			</div>
		</div>
	);
}
