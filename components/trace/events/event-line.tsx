import { CircleDashed } from 'lucide-react';
import { type MouseEvent, memo, type ReactNode } from 'react';
import { DecisionMark } from '@/components/events/decision-mark';
import { cn } from '@/components/ui/cn';
import { formatMillis } from '@/lib/events/amounts';
import { cutEnd, visible } from '@/lib/events/visible';
import { typeLabel } from '@/lib/events/vocabulary';
import { type Segment, textOf } from '@/lib/events/words';
import { clockParts, wholeInstant } from '@/lib/time-words';
import type { Ghost } from '@/lib/trace/ghosts';
import type { TimelineEvent } from '@/lib/trace/timeline';
import { ViolationMark } from '../meaning-mark';
import { Words } from '../words';
import { RELATION_WORDS } from './row-words';

export const LINE_GRID = 'grid grid-cols-[minmax(0,1fr)_88px_74px_66px] items-center gap-x-2 px-2';
export const NARROW_GRID = 'grid grid-cols-[minmax(0,1fr)] content-center px-2 py-1.5';

export function signedMillis(ms: number | null): string {
	return ms === null ? 'none' : `${ms < 0 ? '' : '+'}${formatMillis(ms)}`;
}

interface LinkProps {
	readonly href: string;
	readonly onOpen: (click: MouseEvent) => void;
	readonly children: ReactNode;
	readonly className?: string;
}

/** The words of a row; the whole row is its link. */
function RowLink({ href, onOpen, children, className }: LinkProps) {
	return (
		<a
			href={href}
			onClick={onOpen}
			className={cn(
				'outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
				className,
			)}
		>
			{children}
		</a>
	);
}

interface EventProps {
	readonly event: TimelineEvent;
	readonly title: readonly Segment[];
	readonly offsetMicros: number;
	readonly timeZone: string;
	readonly localZone: string;
	readonly narrow: boolean;
	readonly href: string;
	readonly onOpen: (click: MouseEvent) => void;
}

function Mark({ event }: { event: TimelineEvent }) {
	return (
		<>
			{event.isViolation ? (
				<ViolationMark word="allow after revocation" />
			) : (
				<DecisionMark decision={event.decision} className="shrink-0" />
			)}
			{event.relation === null ? null : (
				<span className="shrink-0 rounded-mark border border-line-strong px-1 text-11 text-text-2">{RELATION_WORDS[event.relation]}</span>
			)}
		</>
	);
}

/** The cells of one event with its three clocks: when it is dated, when Redis had it after that, and the ledger after that. */
export const EventCells = memo(function EventCells(props: EventProps) {
	const { event, title, offsetMicros, timeZone, localZone, narrow, href, onOpen } = props;
	const { clocks } = event;
	const odd = textOf(clocks.note);
	if (narrow)
		return (
			<td className="flex min-w-0 flex-col gap-0.5">
				<span className="flex items-center gap-2">
					<Mark event={event} />
					<span className="ml-auto text-12 whitespace-nowrap text-text-3">{formatMillis(offsetMicros / 1000)}</span>
				</span>
				<RowLink href={href} onOpen={onOpen} className="truncate">
					<Words of={title} />
				</RowLink>
				<span className={cn('truncate text-12', odd === '' ? 'text-text-3' : 'text-held')}>
					{typeLabel(event.type) ?? cutEnd(visible(event.type), 40)}, stream {signedMillis(clocks.streamMs)}, ledger{' '}
					{signedMillis(clocks.ingestMs)}
				</span>
			</td>
		);
	return (
		<>
			<td className="flex min-w-0 items-center gap-2">
				<Mark event={event} />
				<RowLink href={href} onOpen={onOpen} className="min-w-0 truncate">
					<span title={odd === '' ? textOf(event.sentence) : `${textOf(event.sentence)}\n${odd}`}>
						<Words of={title} />
					</span>
				</RowLink>
			</td>
			<td className="text-right whitespace-nowrap">
				<time dateTime={event.occurredAt} title={wholeInstant(event.occurredAt, localZone)}>
					{clockParts(event.occurredAt, timeZone).clock.slice(0, 12)}
				</time>
			</td>
			<td className={cn('text-right whitespace-nowrap', clocks.isAhead || clocks.isLate ? 'font-medium text-held' : 'text-text-2')}>
				{signedMillis(clocks.streamMs)}
			</td>
			<td className={cn('text-right whitespace-nowrap', clocks.isSlowToLedger ? 'font-medium text-held' : 'text-text-2')}>
				{signedMillis(clocks.ingestMs)}
			</td>
		</>
	);
});

const ABSENCE: Readonly<Record<Ghost['absence'], { readonly word: string; readonly look: string }>> = {
	missing: { word: 'missing', look: 'text-held' },
	not_yet: { word: 'not yet', look: 'text-held' },
	never_written: { word: 'not written', look: 'text-text-2' },
};

interface GhostProps extends Pick<EventProps, 'narrow' | 'href' | 'onOpen'> {
	readonly ghost: Ghost;
}

/** The cells of a step that should be there and is not, with how sure that is. */
export const GhostCells = memo(function GhostCells({ ghost, narrow, href, onOpen }: GhostProps) {
	const { word, look } = ABSENCE[ghost.absence];
	const mark = (
		<span className={cn('inline-flex shrink-0 items-center gap-[5px] font-medium whitespace-nowrap', look)}>
			<CircleDashed size={14} aria-hidden /> {word}
		</span>
	);
	const words = (
		<RowLink href={href} onOpen={onOpen} className="min-w-0 truncate">
			<span title={textOf(ghost.why)}>
				<Words of={ghost.title} />
			</span>
		</RowLink>
	);
	if (narrow)
		return (
			<td className="flex min-w-0 flex-col gap-0.5 text-text-2">
				<span className="flex items-center gap-2">
					{mark}
					<span className="ml-auto text-12 text-text-3">{ghost.sure}</span>
				</span>
				{words}
			</td>
		);
	return (
		<>
			<td className="flex min-w-0 items-center gap-2 text-text-2">
				{mark}
				{words}
			</td>
			<td className="col-span-3 text-right text-text-3">{ghost.sure}</td>
		</>
	);
});
