'use client';

import { Diff, Table2, ZoomOut } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { EventTotal } from '@/lib/api/events';
import type { Histogram as Answer } from '@/lib/api/search';
import { barsOf, spanWords, stackedDecisions } from './bars';
import { HistogramTable } from './histogram-table';
import { fillOf } from './look';
import { Plot, type Stretch } from './plot';
import { TotalWords } from './total-words';

interface Props {
	readonly answer: Answer | undefined;
	readonly total: EventTotal | undefined;
	/** Why the bars, or the total, could not be read. */
	readonly failed: string | null;
	readonly totalFailed: boolean;
	/** The answer, or the total, is that of the search before this one. */
	readonly dimmed: boolean;
	readonly totalDimmed: boolean;
	readonly timeZone: string;
	readonly selected: Stretch | null;
	readonly datedAhead: number;
	readonly onZoom: (stretch: Stretch) => void;
	readonly onCompare: (stretch: Stretch) => void;
	readonly onRetry: () => void;
}

/** How many events there are, and when. */
export function Histogram(props: Props) {
	const { answer, total, failed, totalFailed, dimmed, totalDimmed, timeZone, selected, datedAhead, onZoom, onCompare, onRetry } = props;
	const [asTable, setAsTable] = useState(false);
	const [comparing, setComparing] = useState(false);
	const bars = useMemo(() => (answer === undefined ? [] : barsOf(answer)), [answer]);
	const decisions = useMemo(() => stackedDecisions(bars), [bars]);
	const [start, end] = [bars[0]?.fromMs, bars.at(-1)?.toMs];
	const unknown = useMemo(() => unknownOf(answer, start, end), [answer, start, end]);

	function zoomOut() {
		if (start === undefined || end === undefined) return;
		const half = (end - start) / 2;
		onZoom({ fromMs: start - half, toMs: end + half });
	}

	return (
		<section aria-label="Events over time" className="@container shrink-0 border-b border-line px-3 pt-2 pb-0.5">
			<div className="mb-1.5 flex h-6 items-center gap-3.5 text-12 whitespace-nowrap text-text-2">
				<ul aria-label="Colours" className="hidden items-center gap-3 overflow-hidden @3xl:flex">
					{[...decisions].slice(0, 6).map((decision) => (
						<li key={decision} className="flex items-center gap-1.5">
							<span aria-hidden className="size-2 rounded-[1px]" style={backgroundOf(decision, decisions)} />
							{decision}
						</li>
					))}
				</ul>
				<span className="ml-auto max-md:ml-0">
					<TotalWords total={total} failed={totalFailed} dimmed={totalDimmed} />
				</span>
				{datedAhead > 0 ? (
					<span
						className="hidden text-held @4xl:inline"
						title="A producer's clock is ahead. Choose a range that ends later, or all time, to see them."
					>
						{datedAhead.toLocaleString('en')} dated ahead, not in this range
					</span>
				) : null}
				<span className="hidden truncate text-text-3 @5xl:inline">
					{start === undefined || end === undefined ? '' : `${spanWords(start, end, timeZone)} ${timeZone}`}
				</span>
				<span className="flex max-md:ml-auto">
					<Button kind="quiet" size="icon" aria-label="Zoom out" title="Zoom out" disabled={start === undefined} onClick={zoomOut}>
						<ZoomOut size={14} aria-hidden />
					</Button>
					<Button
						kind="quiet"
						size="icon"
						aria-label="What is different about a part?"
						title="What is different about a part? Drag over it, or drag with Shift at any time."
						aria-pressed={comparing}
						onClick={() => setComparing(!comparing)}
						className="aria-pressed:bg-selected aria-pressed:text-text"
					>
						<Diff size={14} aria-hidden />
					</Button>
					<Button
						kind="quiet"
						size="icon"
						aria-label="As a table"
						title="As a table"
						aria-pressed={asTable}
						onClick={() => setAsTable(!asTable)}
						className="aria-pressed:bg-selected aria-pressed:text-text"
					>
						<Table2 size={14} aria-hidden />
					</Button>
				</span>
			</div>
			{failed !== null ? (
				<p role="alert" className="flex h-20 items-center gap-2 text-12 text-deny">
					Not drawn: {failed}
					<button type="button" onClick={onRetry} className="text-accent underline">
						Try again
					</button>
				</p>
			) : answer === undefined ? (
				<div aria-hidden className="late flex h-20 items-end gap-0.5 pb-4">
					{Array.from({ length: 48 }, (_, i) => (
						<span key={`${i}`} className="flex-1 bg-raised" style={{ height: `${20 + ((i * 29) % 50)}%` }} />
					))}
				</div>
			) : asTable ? (
				<HistogramTable bars={bars} decisions={decisions} timeZone={timeZone} onZoom={onZoom} />
			) : bars.length === 0 ? (
				<p className="flex h-20 items-center justify-center text-12 text-text-3">Nothing to draw: no event in this range.</p>
			) : (
				<Plot
					bars={bars}
					decisions={decisions}
					stepMs={answer.stepMs}
					timeZone={timeZone}
					selected={selected}
					unknown={unknown}
					onZoom={onZoom}
					onCompare={(stretch) => {
						setComparing(false);
						onCompare(stretch);
					}}
					comparing={comparing}
					dimmed={dimmed}
				/>
			)}
		</section>
	);
}

function backgroundOf(decision: string, decisions: readonly string[]) {
	const { fill, opacity } = fillOf(decision, decisions);
	return { background: fill, opacity };
}

/** The stretches of the plot an answer that was cut short says nothing about. */
function unknownOf(answer: Answer | undefined, start: number | undefined, end: number | undefined): Stretch[] {
	const covered = answer?.covered ?? null;
	if (covered === null || start === undefined || end === undefined) return [];
	const [from, to] = [covered.from === null ? start : Date.parse(covered.from), covered.to === null ? end : Date.parse(covered.to)];
	return [
		{ fromMs: start, toMs: from },
		{ fromMs: to, toMs: end },
	].filter((stretch) => stretch.toMs > stretch.fromMs);
}
