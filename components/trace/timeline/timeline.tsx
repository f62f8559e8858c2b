'use client';

import { type ReactNode, type Ref, useImperativeHandle, useMemo, useRef } from 'react';
import { groupDigits } from '@/lib/events/amounts';
import { type Bar, barsOf, layOut, outside } from '@/lib/request/lanes';
import { ledgerLines } from '@/lib/request/ledger-lane';
import { moved, zoomed } from '@/lib/request/span';
import { ticksOf } from '@/lib/request/ticks';
import type { Lane } from '@/lib/trace/lanes';
import { Panel } from '../panel';
import { useRequest } from '../request-context';
import { BarMark, LINE_PX } from './bar-mark';
import { LEDGER_LINE_PX, LedgerMark } from './ledger-marks';
import { SpanControls } from './span-controls';
import { useGestures } from './use-gestures';
import { useStretch } from './use-stretch';
import { useWidth } from './use-width';

const NAMES: Readonly<Record<Lane, string>> = {
	caller: 'Caller',
	sts: 'STS',
	approval: 'Approval',
	gateway: 'Gateway',
	upstream: 'Upstream',
	authority: 'Authority',
	ledger: 'Ledger',
};

/** How many steps lie outside: `3 earlier and 2 later`. */
function outsideWords(before: number, after: number): string {
	return [before > 0 ? `${groupDigits(before)} earlier` : '', after > 0 ? `${groupDigits(after)} later` : '']
		.filter((words) => words !== '')
		.join(' and ');
}

/** Why a lane has nothing in it. */
const EMPTY: Partial<Record<Lane, string>> = {
	approval: 'no hold was raised',
	gateway: 'nothing recorded',
	upstream: 'nothing recorded',
	sts: 'no decision recorded',
};
/** What is drawn before the width is known. */
const WIDTH_PX = 640;
const TICK_PX = 110;
const SHARE = 0.25;

/** What keys do with the lanes. */
export interface TimelineHandle {
	zoom(factor: number): void;
	move(direction: 1 | -1): void;
	reset(): void;
}

function LaneRow({ name, heightPx, children }: { name: string; heightPx: number; children: ReactNode }) {
	return (
		<div className="grid grid-cols-[72px_minmax(0,1fr)]">
			<span className="flex items-center text-12 text-text-2">{name}</span>
			<div className="relative border-b border-line" style={{ height: heightPx }}>
				{children}
			</div>
		</div>
	);
}

/** The lanes: who did what when, what is missing, and each event's way into the ledger. The table beside it says the same. */
export function TimelinePanel({ ref }: { ref: Ref<TimelineHandle> }) {
	const { request, state, open, screen } = useRequest();
	const { stretch, show } = useStretch();
	const track = useRef<HTMLDivElement>(null);
	const widthPx = useWidth(track, WIDTH_PX);
	const drafts = useMemo(() => barsOf(request), [request]);
	const bars = useMemo(() => layOut(drafts, stretch, widthPx), [drafts, stretch, widthPx]);
	const lines = useMemo(() => ledgerLines(request.events, stretch, widthPx), [request.events, stretch, widthPx]);
	const ticks = ticksOf(stretch.fromMicros, stretch.toMicros, Math.max(2, Math.floor(widthPx / TICK_PX)));
	const { before, after } = useMemo(() => outside(drafts, stretch), [drafts, stretch]);
	const share = (at: number) => `${((at - stretch.fromMicros) / (stretch.toMicros - stretch.fromMicros)) * 100}%`;
	const zoom = (factor: number) => show(zoomed(stretch, (stretch.fromMicros + stretch.toMicros) / 2, factor));

	useImperativeHandle(ref, () => ({
		zoom,
		move: (direction) => show(moved(stretch, direction * SHARE)),
		reset: () => show(null),
	}));

	function pick(bar: Bar) {
		if (bar.count === 1) return open(bar.place);
		const { fromMicros, toMicros } = bar.stretch;
		show(zoomed({ fromMicros, toMicros: Math.max(toMicros, fromMicros + 1) }, (fromMicros + toMicros) / 2, 1.2));
	}
	const { brush, handlers } = useGestures({
		track,
		stretch,
		onStretch: show,
		onPick: (key) => {
			const bar = bars.find((each) => each.key === key);
			const line = bar === undefined ? lines.find((each) => `ledger:${each.key}` === key) : undefined;
			if (bar !== undefined) pick(bar);
			else if (line !== undefined) open(line.place);
		},
	});
	const isSelected = (place: Bar['place']) => state.selected?.seq === place.seq && state.selected.zone === place.zone;
	const left = screen.counts.steps - request.timeline.steps.length;
	const rowsOf = (of: Lane) => bars.reduce((most, bar) => (bar.lane === of ? Math.max(most, bar.row + 1) : most), 0);
	const ledgerRows = lines.reduce((most, line) => Math.max(most, line.row + 1), 1);

	return (
		<Panel
			title="Timeline"
			note={<span className="max-xl:hidden">outline: inferred · dashed: expected, not there · circle: around it</span>}
			actions={<SpanControls onShow={show} onZoom={zoom} />}
			className="max-md:hidden"
		>
			<div role="img" aria-label="Lanes of the request; the table of events says the same" className="relative select-none" {...handlers}>
				<div className="pointer-events-none absolute inset-y-0 right-0 left-[72px]">
					{ticks.map((tick) => (
						<i key={tick.atMicros} style={{ left: share(tick.atMicros) }} className="absolute top-0 bottom-5 w-px bg-chart-grid" />
					))}
					{brush === null ? null : (
						<i
							style={{ left: `${brush.from * 100}%`, width: `${(brush.to - brush.from) * 100}%` }}
							className="absolute top-0 bottom-5 border-x border-accent bg-accent-tint opacity-60"
						/>
					)}
				</div>
				{request.timeline.lanes.map((lane) => {
					if (lane === 'ledger')
						return (
							<LaneRow key={lane} name={NAMES.ledger} heightPx={ledgerRows * LEDGER_LINE_PX + 10}>
								{lines.map((line) => (
									<LedgerMark key={line.key} line={line} trackPx={widthPx} isSelected={isSelected(line.place)} />
								))}
							</LaneRow>
						);
					const own = bars.filter((bar) => bar.lane === lane);
					if (lane === 'authority' && own.length === 0) return null;
					return (
						<LaneRow key={lane} name={NAMES[lane]} heightPx={Math.max(rowsOf(lane), 1) * LINE_PX + 6}>
							{own.length === 0 ? <span className="absolute top-1.5 left-1 text-11 text-text-3">{EMPTY[lane] ?? 'nothing'}</span> : null}
							{own.map((bar) => (
								<BarMark key={bar.key} bar={bar} trackPx={widthPx} isSelected={isSelected(bar.place)} />
							))}
						</LaneRow>
					);
				})}
				<div className="grid grid-cols-[72px_minmax(0,1fr)]">
					<span />
					<div ref={track} className="relative h-5 text-11 text-text-3">
						{ticks.map((tick) => (
							<span
								key={tick.atMicros}
								style={{ left: share(tick.atMicros) }}
								className="absolute top-0.5 -translate-x-1/2 whitespace-nowrap first:translate-x-0 last:-translate-x-full"
							>
								{tick.label}
							</span>
						))}
					</div>
				</div>
			</div>
			{before + after > 0 || left > 0 ? (
				<p className="mt-0.5 pl-[72px] text-11 text-text-3">
					{before + after > 0 ? `${outsideWords(before, after)}, outside what is drawn. ` : ''}
					{left > 0 ? `Reading ${left.toLocaleString('en')} more steps…` : ''}
				</p>
			) : null}
		</Panel>
	);
}
