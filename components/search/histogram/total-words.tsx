import { cn } from '@/components/ui/cn';
import type { EventTotal } from '@/lib/api/events';

const SOURCES: Readonly<Record<EventTotal['source'], string>> = {
	rollup: 'Counted from the hourly counts, exactly',
	projection: 'Counted from the search projection, event by event',
	ledger: 'Counted from the records themselves',
};

/** The count in words. A bound is never shown as a count. */
export function totalWords(total: EventTotal | undefined, failed: boolean): string {
	if (failed) return 'Not counted';
	if (total === undefined) return 'Counting…';
	if (total.total === null) return 'Not counted: it would take too long; narrow the time range';
	const count = total.total.toLocaleString('en');
	return total.exact ? `${count} ${total.total === 1 ? 'event' : 'events'}, exact` : `At least ${count} events`;
}

/** How many events there are. */
export function TotalWords({ total, failed, dimmed }: { total: EventTotal | undefined; failed: boolean; dimmed: boolean }) {
	return (
		<span
			role="status"
			title={total === undefined || failed ? undefined : SOURCES[total.source]}
			className={cn('font-medium text-text', dimmed && 'text-text-3')}
		>
			{dimmed && total?.total != null ? `${total.total.toLocaleString('en')} events before, counting…` : totalWords(total, failed)}
		</span>
	);
}
