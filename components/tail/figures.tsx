import { CircleAlert, CircleSlash, Hourglass, type LucideIcon, Pause, Radio } from 'lucide-react';
import type { ReactNode } from 'react';
import { useNow } from '@/components/events/clock';
import { cn } from '@/components/ui/cn';
import { type LinkTone, linkWords, spanWords } from '@/lib/tail/link-words';
import { HELD_MAX } from '@/lib/tail/rows';
import { useTail } from './tail-context';
import type { PauseReason, TailSnapshot } from './tail-store';

const count = (n: number) => n.toLocaleString('en');

/** Milliseconds with a unit that fits; a dash without a figure. */
export function msWords(ms: number | null): string {
	if (ms === null) return '–';
	if (ms < 1_000) return `${Math.round(ms)}\u00a0ms`;
	return ms < 60_000 ? `${(ms / 1000).toFixed(1)}\u00a0s` : spanWords(ms);
}

const TONES: Readonly<Record<LinkTone, { icon: LucideIcon; look: string }>> = {
	live: { icon: Radio, look: 'text-allow' },
	busy: { icon: Hourglass, look: 'text-unknown' },
	lost: { icon: CircleAlert, look: 'text-deny' },
	ended: { icon: CircleSlash, look: 'text-deny' },
};

const WHY: Readonly<Record<PauseReason, string>> = {
	key: 'by the space bar',
	button: 'by the button',
	scroll: 'because you scrolled',
	row: 'because you went to a row',
	link: 'as the link was',
};

/** The state of the stream: what it is doing, for how long, and when an event came last. */
function State({ now }: { now: TailSnapshot }) {
	const clock = useNow();
	const nowMs = Math.max(clock, now.linkSinceMs, now.lastRowMs ?? 0);
	const { tone, title, detail } = linkWords({ ...now, sinceMs: now.linkSinceMs, nowMs });
	const { icon: Icon, look } = TONES[tone];
	const isPaused = now.paused !== null && tone !== 'ended';
	return (
		<section aria-label="State of the tail" className="flex min-w-0 flex-col max-md:col-span-3">
			{/* what changes every second is not read out */}
			<span role="status" className="sr-only">
				{title}
				{isPaused ? ', paused' : ''}
			</span>
			<span className="text-12 text-text-3 max-md:hidden">State</span>
			<span className="flex min-w-0 items-baseline gap-1.5 leading-6">
				<Icon size={14} aria-hidden className={cn('shrink-0 self-center', look)} />
				<span className={cn('shrink-0 text-15 font-medium', look)}>{title}</span>
				{isPaused ? (
					<span className="flex shrink-0 items-center gap-1 text-15 font-medium text-held">
						<Pause size={13} aria-hidden /> Paused
					</span>
				) : null}
				<span className="truncate text-12 text-text-2" title={detail}>
					{clock === 0
						? ''
						: isPaused
							? `${WHY[now.paused?.why ?? 'key']}, ${spanWords(nowMs - (now.paused?.sinceMs ?? nowMs))} ago`
							: detail}
				</span>
			</span>
			<span className="truncate text-11 text-text-3 max-md:hidden">
				{isPaused
					? `Rows stand still, the stream goes on: ${tone === 'live' && clock !== 0 ? detail : title.toLowerCase()}.`
					: now.isInHand && now.held > 0
						? 'Rows wait while the pointer moves over them.'
						: 'Every event, none left out.'}
			</span>
		</section>
	);
}

function Figure({
	name,
	children,
	note,
	title,
	className,
}: {
	name: string;
	children: ReactNode;
	note: string;
	title?: string;
	className?: string;
}) {
	return (
		<div className={cn('flex min-w-0 flex-col', className)} title={title}>
			<dt className="truncate text-12 text-text-3 max-md:text-11">{name}</dt>
			<dd className="truncate text-20 max-md:text-15">{children}</dd>
			<dd className="truncate text-11 text-text-3 max-md:hidden">{note}</dd>
		</div>
	);
}

/** What became of every event since the tail began, how fast they come and how late. Always in sight. */
export function Figures() {
	const { now } = useTail();
	const { counts, held, screen, ledger } = now;
	const atLeast = counts.isAtLeast ? '≥\u202f' : '';
	const cutNote = counts.isAtLeast ? 'At least: a connection was cut between two counts of the server, which come once a second. ' : '';
	return (
		<div className="grid shrink-0 grid-cols-3 gap-x-3 gap-y-1 border-b border-line px-3 py-1.5 md:grid-cols-[repeat(6,minmax(0,1fr))_minmax(0,2.2fr)] md:gap-x-4 md:px-4 md:py-2">
			<dl className="contents">
				<Figure name="Received" note="= shown + filtered + held" title={`${cutNote}Events of these zones since the tail began.`}>
					{atLeast}
					{count(counts.received)}
				</Figure>
				<Figure name="Shown" note="match your query" title="Rows that came onto this page">
					{count(counts.matched - held)}
				</Figure>
				<Figure name="Filtered out" note="do not match it" title={`${cutNote}Events the query leaves out`}>
					{atLeast}
					{count(counts.filtered)}
				</Figure>
				<Figure
					name="Held"
					note={
						now.isFull
							? 'the rest waits in the ledger'
							: counts.ahead > 0
								? `${count(counts.ahead)} of them at the server`
								: `kept, in order, up to ${count(HELD_MAX)}`
					}
					title="Matching events that came while the tail is paused, and events the server has not looked at yet"
				>
					<span className={cn(held > 0 && 'text-accent')}>
						{count(held + counts.ahead)}
						{now.isFull ? '+' : ''}
					</span>
				</Figure>
				<Figure name="Events/s" note="received, lately">
					{now.perSecond.toLocaleString('en', { maximumFractionDigits: 1 })}
				</Figure>
				<Figure
					name="To screen"
					note={`ingested to screen ${msWords(ledger.p50)}`}
					title={`From when an event occurred until it was drawn: half below ${msWords(screen.p50)}, 95 % below ${msWords(screen.p95)}, worst ${msWords(screen.max)}. From ingested until drawn: ${msWords(ledger.p50)}, ${msWords(ledger.p95)}, ${msWords(ledger.max)}.`}
				>
					{msWords(screen.p50)}
					{screen.p50 === null ? null : <span className="ml-1 text-11 text-text-3 max-md:hidden">p50</span>}
				</Figure>
			</dl>
			<State now={now} />
		</div>
	);
}
