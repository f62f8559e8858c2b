import { Unplug } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { ageWords, wholeInstant } from '@/lib/time-words';
import type { OnCallRead } from './use-oncall';

/** How old what is shown is; and, when the console does not answer, that in words nobody misses. */
export function Freshness({ read, large = false }: { read: OnCallRead; large?: boolean }) {
	const { answer, nowMs, lostMs } = read;
	if (answer === undefined) return null;
	const { lastEventAt, lastCommitAt } = answer;
	return (
		<div className={large ? 'text-20' : 'text-12'}>
			{lostMs === null ? null : (
				<p role="alert" className="flex items-center gap-2 bg-deny-tint px-4 py-1.5">
					<Unplug size={large ? 20 : 14} aria-hidden className="shrink-0 text-deny" />
					<span>
						<strong className="font-semibold">Connection lost.</strong> What you see is of {answer.at.slice(11, 19)} UTC,{' '}
						{ageWords(answer.at, nowMs)} ago. It is asked for again every few seconds.
					</span>
				</p>
			)}
			<p className={cn('flex flex-wrap gap-x-4 px-4 py-1 text-text-2', lostMs === null ? '' : 'text-text-3')}>
				{lastEventAt === null ? (
					<span>No event yet</span>
				) : (
					<span title={wholeInstant(lastEventAt, 'UTC')}>Last event {nowMs === 0 ? '' : `${ageWords(lastEventAt, nowMs)} ago`}</span>
				)}
				{lastCommitAt === null ? null : (
					<span title={wholeInstant(lastCommitAt, 'UTC')}>The ledger grew {nowMs === 0 ? '' : `${ageWords(lastCommitAt, nowMs)} ago`}</span>
				)}
			</p>
		</div>
	);
}
