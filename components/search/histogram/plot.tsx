'use client';

import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { type Bar, countWords, gridValue, spanWords, stepWords, sumOf, ticksOf } from './bars';
import { fillOf } from './look';

/** A stretch of the plot, in epoch milliseconds. */
export interface Stretch {
	readonly fromMs: number;
	readonly toMs: number;
}

interface Props {
	readonly bars: readonly Bar[];
	/** As they are stacked. */
	readonly decisions: readonly string[];
	readonly stepMs: number;
	readonly timeZone: string;
	/** What is set against the rest. */
	readonly selected: Stretch | null;
	/** Stretches that were not counted. */
	readonly unknown: readonly Stretch[];
	readonly onZoom: (stretch: Stretch) => void;
	/** What is different about the stretch? */
	readonly onCompare: (stretch: Stretch) => void;
	/** Whether dragging asks what is different, without Shift. */
	readonly comparing: boolean;
	/** Drawn is what was asked before. */
	readonly dimmed: boolean;
}

/** Bars from one to another, either of which may be the first. */
interface Brush {
	readonly from: number;
	readonly to: number;
	readonly forComparing: boolean;
}

/** Units of the drawing, either way: milliseconds of a month would be more than a browser can draw by. */
const SIZE = 10_000;
/** What is there is seen: a pixel of the plot's 64 at least, for which the tallest bar leaves room. */
const HEIGHT_MIN = SIZE / 64;
const HEADROOM = 1.06;

/** The bars, stacked by decision. Dragging zooms in; with Shift it asks what is different. The keys do the same. */
export function Plot({ bars, decisions, stepMs, timeZone, selected, unknown, onZoom, onCompare, comparing, dimmed }: Props) {
	const box = useRef<HTMLDivElement>(null);
	const [cursor, setCursor] = useState(-1);
	const [brush, setBrush] = useState<Brush | null>(null);
	const [hovered, setHovered] = useState(-1);
	const hintId = useId();
	const count = bars.length;
	const start = bars[0]?.fromMs ?? 0;
	const end = bars.at(-1)?.toMs ?? 0;
	const max = Math.max(1, ...bars.map((bar) => bar.total));
	const grid = gridValue(max);
	const across = (ms: number) => ((ms - start) / (end - start || 1)) * SIZE;
	const place = (ms: number) => `${(Math.min(Math.max((ms - start) / (end - start || 1), 0), 1) * 100).toFixed(3)}%`;
	const at = Math.min(cursor < 0 ? count - 1 : cursor, count - 1);

	function stretchOf({ from, to }: Brush): Stretch | null {
		const [first, last] = [bars[Math.min(from, to)], bars[Math.max(from, to)]];
		return first === undefined || last === undefined ? null : { fromMs: first.fromMs, toMs: last.toMs };
	}

	function indexAt(event: PointerEvent): number {
		const rect = box.current?.getBoundingClientRect();
		if (rect === undefined || rect.width === 0) return -1;
		const ms = start + ((event.clientX - rect.left) / rect.width) * (end - start);
		const index = bars.findIndex((bar) => ms < bar.toMs);
		return index < 0 ? count - 1 : index;
	}

	function finish(made: Brush | null) {
		setBrush(null);
		const stretch = made === null ? null : stretchOf(made);
		if (stretch === null || made === null) return;
		if (made.forComparing) onCompare(stretch);
		else if (count > 1) onZoom(stretch);
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: count - 1 }[event.key];
		const made = brush ?? { from: at, to: at, forComparing: false };
		if (to !== undefined) {
			const next = Math.min(Math.max(to, 0), count - 1);
			setCursor(next);
			setBrush(event.shiftKey ? { ...made, to: next } : null);
		} else if (event.key === 'Enter') finish({ ...made, forComparing: comparing });
		else if (event.key === 'd') finish({ ...made, forComparing: true });
		else if (event.key === 'Escape' && brush !== null) setBrush(null);
		else return;
		event.preventDefault();
	}

	const told =
		brush === null ? bars[hovered >= 0 ? hovered : cursor] : sumOf(bars, Math.min(brush.from, brush.to), Math.max(brush.from, brush.to));
	const drawn = brush === null ? selected : stretchOf(brush);
	return (
		<div className="relative">
			<div
				ref={box}
				role="slider"
				tabIndex={0}
				aria-label="Events over time"
				aria-describedby={hintId}
				aria-valuemin={0}
				aria-valuemax={Math.max(count - 1, 0)}
				aria-valuenow={Math.max(at, 0)}
				aria-valuetext={
					bars[at] === undefined ? 'nothing' : `${spanWords(bars[at].fromMs, bars[at].toMs, timeZone)}: ${countWords(bars[at], decisions)}`
				}
				onKeyDown={onKeyDown}
				onFocus={(event) => event.target.matches(':focus-visible') && setCursor(at)}
				onBlur={() => setCursor(-1)}
				onPointerDown={(event) => {
					if (event.button !== 0) return;
					event.currentTarget.setPointerCapture(event.pointerId);
					const index = indexAt(event);
					setBrush({ from: index, to: index, forComparing: comparing || event.shiftKey });
				}}
				onPointerMove={(event) => {
					const index = indexAt(event);
					setHovered(index);
					if (brush !== null && event.buttons === 1) setBrush({ ...brush, to: index });
				}}
				onPointerUp={() => finish(brush)}
				onPointerCancel={() => setBrush(null)}
				onPointerLeave={() => setHovered(-1)}
				className={cn('relative h-16 cursor-crosshair touch-pan-y border-b border-line-strong select-none', dimmed && 'opacity-60')}
			>
				{grid > 0 ? (
					<span
						className="pointer-events-none absolute inset-x-0 border-t border-chart-grid text-11 leading-3 text-text-3"
						style={{ bottom: `${(grid / max / HEADROOM) * 100}%` }}
					>
						<span className="absolute top-0.5 bg-surface/80 pr-1">
							{grid.toLocaleString('en')} per {stepWords(stepMs)}
						</span>
					</span>
				) : null}
				<svg viewBox={`0 0 ${SIZE} ${SIZE}`} preserveAspectRatio="none" aria-hidden className="absolute inset-0 size-full">
					{bars.map((bar) => {
						let below = 0;
						const gap = (bar.toMs - bar.fromMs) * 0.14;
						return decisions.map((decision) => {
							const events = bar.decisions[decision] ?? 0;
							if (events === 0) return null;
							const height = Math.max((events / (max * HEADROOM)) * SIZE, HEIGHT_MIN);
							below += height;
							return (
								<rect
									key={`${bar.fromMs} ${decision}`}
									x={across(bar.fromMs + gap / 2)}
									width={across(bar.toMs - gap / 2) - across(bar.fromMs + gap / 2)}
									y={SIZE - below}
									height={height}
									{...fillOf(decision, decisions)}
								/>
							);
						});
					})}
				</svg>
				{unknown.map((stretch) => (
					<span
						key={stretch.fromMs}
						title="Not counted: it took too long"
						className="absolute inset-y-0 border-x border-dashed border-held opacity-75"
						style={{ left: place(stretch.fromMs), right: `calc(100% - ${place(stretch.toMs)})`, background: 'var(--hatch)' }}
					/>
				))}
				{drawn === null ? null : (
					<span
						aria-hidden
						className="pointer-events-none absolute -top-1 -bottom-px border-x-2 border-accent bg-accent/13"
						style={{ left: place(drawn.fromMs), right: `calc(100% - ${place(drawn.toMs)})` }}
					/>
				)}
				{cursor >= 0 && brush === null && bars[cursor] !== undefined ? (
					<span
						aria-hidden
						className="pointer-events-none absolute inset-y-0 border border-accent"
						style={{ left: place(bars[cursor].fromMs), right: `calc(100% - ${place(bars[cursor].toMs)})` }}
					/>
				) : null}
			</div>
			<div aria-hidden className="relative h-4 overflow-hidden text-11 leading-4 text-text-3">
				{ticksOf(start, end, timeZone, 7).map((tick) => (
					<span key={tick.at} className="absolute -translate-x-1/2 whitespace-nowrap" style={{ left: `${tick.at * 100}%` }}>
						{tick.text}
					</span>
				))}
			</div>
			<span id={hintId} className="sr-only">
				Arrows go from bar to bar, Shift and arrows select several, Enter zooms in, d tells what is different about them.
			</span>
			{told === undefined ? null : (
				<div
					aria-hidden
					className="pointer-events-none absolute top-[70px] z-20 rounded-control bg-overlay px-2 py-1 text-11 leading-4 whitespace-nowrap shadow-menu"
					style={
						(told.fromMs - start) / (end - start || 1) > 0.5 ? { right: `calc(100% - ${place(told.toMs)})` } : { left: place(told.fromMs) }
					}
				>
					<span className="text-text-2">{spanWords(told.fromMs, told.toMs, timeZone)}</span>
					<br />
					{countWords(told, decisions)}
				</div>
			)}
		</div>
	);
}
