import { cn } from '@/components/ui/cn';
import { LAG_ENTRIES_HIGH, LAG_MS_HIGH, type WorkerState } from '@/lib/api/status';
import { formatMillis, groupDigits, plural } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { ageWords } from '@/lib/time-words';
import { Panel } from './panel';

interface Line {
	readonly what: string;
	readonly value: string;
	readonly detail: string;
	readonly asks: boolean;
}

function linesOf(worker: WorkerState, nowMs: number): Line[] {
	const count = (value: number | null) => (value === null ? 'unknown' : groupDigits(value));
	return [
		{
			what: 'Worker',
			value: plural(worker.alive, 'alive', 'alive'),
			detail: worker.silentMs === null ? 'none ever spoke' : `heard ${formatMillis(worker.silentMs)} before this was read`,
			asks: worker.alive === 0,
		},
		{
			what: 'Waiting',
			value: count(worker.lagEntries),
			detail: 'entries on the streams, not in the ledger',
			asks: (worker.lagEntries ?? 0) > LAG_ENTRIES_HIGH,
		},
		{
			what: 'Oldest pending',
			value: worker.lagMs === null ? 'unknown' : formatMillis(worker.lagMs),
			detail: worker.lagEntries === 0 ? 'nothing waits' : 'how far the ledger is behind',
			asks: (worker.lagMs ?? 0) > LAG_MS_HIGH,
		},
		{
			what: 'Dead letters',
			value: count(worker.deadLetters),
			detail: 'entries set aside with their reason',
			asks: (worker.deadLetters ?? 0) > 0,
		},
		{
			what: 'Last commit',
			value: worker.lastCommitAt === null ? 'none' : nowMs === 0 ? '' : `${ageWords(worker.lastCommitAt, nowMs)} ago`,
			detail: worker.lastError === null ? 'no error since' : visible(worker.lastError),
			asks: worker.lastError !== null,
		},
	];
}

/** The way from the streams into the ledger. */
export function PipelinePanel({ worker, nowMs }: { worker: WorkerState; nowMs: number }) {
	return (
		<Panel title="From stream to ledger" note={worker.acceptsUnsigned ? 'unsigned events are accepted' : undefined}>
			<dl className="text-12">
				{linesOf(worker, nowMs).map(({ what, value, detail, asks }) => (
					<div key={what} className="flex min-h-(--row) items-center gap-3 border-t border-line">
						<dt className="w-28 shrink-0 max-sm:w-24">{what}</dt>
						<dd className={cn('w-24 shrink-0 text-right max-sm:w-16', asks && 'font-semibold text-held')}>{value}</dd>
						<dd className="min-w-0 text-text-2 max-sm:py-1 sm:truncate" title={detail}>
							{detail}
						</dd>
					</div>
				))}
			</dl>
		</Panel>
	);
}
