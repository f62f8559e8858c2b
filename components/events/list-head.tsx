import { ArrowUp } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { EventList, EventTotal, NewEvents } from '@/lib/api/events';
import { clockParts } from '@/lib/time-words';
import { DecisionMark } from './decision-mark';

interface Props {
	readonly total: EventTotal | undefined;
	/** Whether the events could not be counted. */
	readonly failed: boolean;
	readonly first: EventList | undefined;
	readonly timeZone: string;
	readonly reading: boolean;
	readonly fresh: NewEvents | undefined;
	readonly onFresh: () => void;
	readonly onDecision: (decision: string) => void;
}

function countWords(total: EventTotal | undefined, failed: boolean): string {
	if (total === undefined) return failed ? 'Not counted' : 'Counting…';
	if (total.total === null) return 'Not counted: it would take too long; narrow the time range';
	const count = total.total.toLocaleString('en');
	return total.exact ? `${count} ${total.total === 1 ? 'event' : 'events'}, exact` : `At least ${count} events`;
}

/** `2026-11-20 10:08:36 to 10:08:36 UTC`: the window as it was fixed when the list was read. */
function windowWords(window: EventList['window'], timeZone: string): string {
	if (window.from === null && window.to === null) return 'all time';
	const from = window.from === null ? null : clockParts(window.from, timeZone);
	const to = window.to === null ? null : clockParts(window.to, timeZone);
	const start = from === null ? 'the beginning' : `${from.date} ${from.clock.slice(0, 8)}`;
	const end = to === null ? 'the end' : `${to.date === from?.date ? '' : `${to.date} `}${to.clock.slice(0, 8)}`;
	return `${start} to ${end} ${timeZone}`;
}

/** How many events there are, by decision, and of which window. A bound is never shown as a count. New events wait in a pill, never on a row. */
export function ListHead({ total, failed, first, timeZone, reading, fresh, onFresh, onDecision }: Props) {
	const newCount = fresh?.total ?? 0;
	return (
		<div className="@container relative z-10 flex h-11 md:h-[34px] shrink-0 items-center gap-3 border-b border-line px-3 text-12 whitespace-nowrap text-text-2">
			<span role="status" className="font-medium text-text">
				{countWords(total, failed)}
			</span>
			<ul aria-label="Totals" className="hidden items-center @3xl:flex">
				{(total?.decisions ?? []).slice(0, 5).map((row) => (
					<li key={row.decision}>
						<button
							type="button"
							onClick={() => onDecision(row.decision)}
							title={`Only ${row.decision}`}
							className="flex h-6 items-center gap-1.5 rounded-control px-2 hover:bg-hover"
						>
							<DecisionMark decision={row.decision} className="text-12" />
							{row.events.toLocaleString('en')}
						</button>
					</li>
				))}
			</ul>
			{(first?.datedAhead ?? 0) > 0 ? (
				<span className="text-held" title="A producer's clock is ahead. Choose a range that ends later, or all time, to see them.">
					{first?.datedAhead.toLocaleString('en')} dated ahead, not in this range
				</span>
			) : null}
			{reading ? <span className="late text-text-3">reading…</span> : null}
			<span className="ml-auto hidden truncate text-text-3 @6xl:inline">
				{first === undefined ? '' : `newest first, ${windowWords(first.window, timeZone)}`}
			</span>
			{newCount > 0 ? (
				<span className={cn('absolute top-1 right-3', 'md:top-[35px] md:right-auto md:left-1/2 md:-translate-x-1/2')}>
					<Button kind="primary" onClick={onFresh} className="h-[26px] rounded-full px-3 shadow-menu">
						<ArrowUp size={12} aria-hidden />
						{`${newCount.toLocaleString('en')}${fresh?.exact === false ? '+' : ''} new`}
					</Button>
				</span>
			) : null}
		</div>
	);
}
