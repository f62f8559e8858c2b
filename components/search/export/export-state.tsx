import { CircleAlert, CircleCheck } from 'lucide-react';
import { formatBytes, formatMillis } from '@/lib/events/amounts';
import type { ExportProgress } from './use-export';

const count = (value: number) => value.toLocaleString('en');

/** `12,000 of 48,200 rows, 98,000 a second, 3 s left`. */
function runningWords({ rows, total, seconds, bytes }: Extract<ExportProgress, { state: 'running' }>): string {
	const rate = seconds < 0.3 ? 0 : rows / seconds;
	const left = total === null || rate === 0 ? '' : `, ${formatMillis(Math.max((total - rows) / rate, 0) * 1000)} left`;
	return `${count(rows)}${total === null ? '' : ` of ${count(total)}`} rows, ${formatBytes(bytes)}${rate === 0 ? '' : `, ${count(Math.round(rate))} a second`}${left}`;
}

/** How far an export has come, and whether what was saved is whole. */
export function ExportState({ progress, name }: { progress: ExportProgress; name: string }) {
	if (progress.state === 'running') {
		const share = progress.total === null || progress.total === 0 ? undefined : Math.min(progress.rows / progress.total, 1);
		return (
			<div className="flex flex-col gap-1 text-12 text-text-2">
				<div
					role="progressbar"
					aria-label="Export"
					aria-valuemin={0}
					aria-valuemax={100}
					{...(share === undefined ? {} : { 'aria-valuenow': Math.round(share * 100) })}
					className="h-1.5 overflow-hidden rounded-full bg-line"
				>
					<div className="h-full bg-accent-solid" style={{ width: `${(share ?? 0) * 100}%` }} />
				</div>
				<span>{runningWords(progress)}</span>
			</div>
		);
	}
	if (progress.state === 'whole')
		return (
			<p role="status" className="flex items-center gap-2 text-allow">
				<CircleCheck size={14} aria-hidden />
				{name} is whole: {count(progress.rows)} rows, {formatBytes(progress.bytes)}, in {formatMillis(Math.round(progress.seconds * 1000))}.
			</p>
		);
	if (progress.state === 'cancelled')
		return (
			<p role="status" className="text-text-2">
				Cancelled. Nothing was kept.
			</p>
		);
	return (
		<div role="alert" className="flex items-start gap-2 text-deny">
			<CircleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
			{progress.state === 'cut' ? (
				<p>
					<strong className="font-semibold">This file is not whole.</strong> {progress.why} It has {count(progress.rows)} rows; do not take
					it for the search.
				</p>
			) : (
				<p>
					<strong className="font-semibold">{progress.error.message}</strong> {progress.error.todo}
					{progress.error.requestId === '' ? null : (
						<>
							{' '}
							ID to quote: <code className="font-mono">{progress.error.requestId}</code>
						</>
					)}
				</p>
			)}
		</div>
	);
}
