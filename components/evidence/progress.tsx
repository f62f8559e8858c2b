import type { EvidenceJobShape } from '@/lib/api/evidence';
import { lookOf, progressWords } from './job-words';

/** How far a bundle is, in words, and as a bar while it is being made. */
export function Progress({ job }: { job: EvidenceJobShape }) {
	const share = lookOf(job) === 'running' && job.eventsTotal ? Math.min(1, job.events / job.eventsTotal) : null;
	return (
		<span className="inline-flex max-w-full items-center gap-2">
			{share === null ? null : (
				<span aria-hidden className="h-1.5 w-16 shrink-0 overflow-hidden rounded-mark bg-raised">
					<span className="block h-full bg-accent-solid" style={{ width: `${Math.round(share * 100)}%` }} />
				</span>
			)}
			<span className="truncate">{progressWords(job)}</span>
		</span>
	);
}
