'use client';

import { CircleCheck, ShieldAlert } from 'lucide-react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { AuthorityRevocation } from '@/lib/api/authority';
import { fellAfterMs, formatAfter, instantAt, shareOf } from '@/lib/authority/time-lapse';
import { formatMillis } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import type { Lapse } from './use-lapse';

interface Props {
	readonly answer: AuthorityRevocation;
	readonly lapse: Lapse;
	readonly lengthMs: number;
}

/** Instants written on the track. */
const TICKS_MS = [10, 100, 1_000, 10_000, 100_000, 1_000_000];
/** Bars the track is drawn with. */
const BARS = 160;
/** Percent of the track that a mark's words need. */
const WORDS_SHARE = 13;

/** How many fell in each part of the track. */
function barsOf({ cascade }: AuthorityRevocation, lengthMs: number): readonly (readonly [number, number])[] {
	const counts = new Map<number, number>();
	for (const member of cascade.members) {
		const ms = fellAfterMs(member);
		if (!Number.isFinite(ms)) continue;
		const bar = Math.min(BARS - 1, Math.floor(shareOf(ms, lengthMs) * BARS));
		counts.set(bar, (counts.get(bar) ?? 0) + 1);
	}
	return [...counts];
}

interface Mark {
	readonly key: string;
	readonly ms: number;
	readonly words: string;
	readonly isUse: boolean;
	readonly hasWords: boolean;
}

/** Who acknowledged and what was used, in order; words only where there is room for them. */
function marksOf({ consumers, uses }: AuthorityRevocation, lengthMs: number): Mark[] {
	const acks = consumers.flatMap(({ name, ackedAfterMs, sample }) =>
		ackedAfterMs === null
			? []
			: [
					{
						key: `${sample.stream} ${sample.group}`,
						ms: Math.max(0, ackedAfterMs),
						words: `${name.slice(0, 60)} ${formatMillis(ackedAfterMs)}`,
						isUse: false,
					},
				],
	);
	const late = uses.violations.list.map(({ seq, afterMs }) => ({
		key: `use ${seq}`,
		ms: afterMs,
		words: `used ${formatAfter(afterMs)}`,
		isUse: true,
	}));
	let free = Number.NEGATIVE_INFINITY;
	return [...acks, ...late]
		.filter(({ ms }) => ms <= lengthMs)
		.sort((a, b) => a.ms - b.ms)
		.map((mark) => {
			const at = shareOf(mark.ms, lengthMs) * 100;
			const hasWords = at >= free && at <= 100 - WORDS_SHARE;
			if (hasWords) free = at + WORDS_SHARE;
			return { ...mark, hasWords };
		});
}

/** When what fell, who acknowledged when: scrubbed by pointer, stepped through by arrow keys. */
export function LapseTrack({ answer, lapse, lengthMs }: Props) {
	const { ms, scrub, show, step } = lapse;
	const bars = barsOf(answer, lengthMs);
	const most = Math.max(1, ...bars.map(([, count]) => count));
	const share = (at: number) => `${shareOf(at, lengthMs) * 100}%`;
	const at = (event: PointerEvent<HTMLElement>) => {
		const { left, width } = event.currentTarget.getBoundingClientRect();
		return Math.round(instantAt((event.clientX - left) / width, lengthMs));
	};
	function onKeyDown(event: KeyboardEvent) {
		const actions = new Map<string, () => void>([
			['ArrowRight', () => step(1)],
			['ArrowUp', () => step(1)],
			['ArrowLeft', () => step(-1)],
			['ArrowDown', () => step(-1)],
			['Home', () => show(0)],
			['End', () => show(null)],
		]);
		const action = actions.get(event.key);
		if (action === undefined) return;
		event.preventDefault();
		action();
	}
	return (
		<div className="pt-1 pb-5">
			<div
				role="slider"
				tabIndex={0}
				aria-label="Instant of the cascade"
				aria-valuemin={0}
				aria-valuemax={lengthMs}
				aria-valuenow={Math.round(ms ?? lengthMs)}
				aria-valuetext={ms === null ? 'all of it' : `${formatAfter(ms)} after the revocation`}
				onKeyDown={onKeyDown}
				onPointerDown={(event) => {
					event.currentTarget.setPointerCapture(event.pointerId);
					scrub(at(event));
				}}
				onPointerMove={(event) => {
					if (event.currentTarget.hasPointerCapture(event.pointerId)) scrub(at(event));
				}}
				onPointerUp={(event) => show(at(event))}
				onPointerCancel={() => show(ms)}
				className="relative h-9 cursor-ew-resize touch-none border-b border-control"
			>
				{bars.map(([bar, count]) => (
					<span
						key={bar}
						aria-hidden
						className="absolute bottom-0 w-[3px] rounded-t-mark"
						style={{
							left: `${(bar / BARS) * 100}%`,
							height: `${Math.round(20 + 80 * (count / most))}%`,
							background: ms === null || instantAt(bar / BARS, lengthMs) <= ms ? 'var(--chart-deny)' : 'var(--chart-none)',
						}}
					/>
				))}
				{TICKS_MS.filter((tick) => tick < lengthMs).map((tick) => (
					<span
						key={tick}
						aria-hidden
						className="absolute inset-y-0 border-l border-line pl-1 text-11 text-text-3"
						style={{ left: share(tick) }}
					>
						{formatMillis(tick)}
					</span>
				))}
				<span aria-hidden className="absolute -inset-y-0.5 w-0.5 -translate-x-1/2 bg-accent" style={{ left: share(ms ?? lengthMs) }}>
					<span className="absolute -bottom-1.5 left-1/2 size-3 -translate-x-1/2 rounded-full bg-accent" />
				</span>
			</div>
			<ul aria-label="Who acknowledged, and what was used" className="relative h-4 text-11 text-text-2">
				{marksOf(answer, lengthMs).map(({ key, ms: when, words, isUse, hasWords }) => (
					<li
						key={key}
						title={visible(words)}
						className={`absolute top-1.5 flex items-center gap-1 whitespace-nowrap ${isUse ? 'text-fault' : ms === null || when <= ms ? 'text-allow' : ''}`}
						style={{ left: share(when) }}
					>
						{isUse ? <ShieldAlert size={12} aria-hidden className="-ml-1.5" /> : <CircleCheck size={12} aria-hidden className="-ml-1.5" />}
						<span className={hasWords ? 'max-w-36 truncate max-md:sr-only' : 'sr-only'}>{visible(words)}</span>
					</li>
				))}
			</ul>
		</div>
	);
}
