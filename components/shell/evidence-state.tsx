'use client';

import { MailWarning } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTimeZone } from '@/components/events/clock';
import { cn } from '@/components/ui/cn';
import { type ConsoleStatus, type Incomplete, incompleteReasons, type WorkerState } from '@/lib/api/status';
import { type Notice, NoticeLines } from './notice-bar';
import { useSight } from './use-sight';
import { useStatus } from './use-status';

// behind the first load: the state of what is shown is told when it stands
const IntegrityChip = dynamic(() => import('./integrity-chip').then((module) => module.IntegrityChip), { ssr: false });
const GapLines = dynamic(() => import('./gap-lines').then((module) => module.GapLines));

function seconds(ms: number): string {
	return ms < 10_000
		? `${(ms / 1000).toFixed(1)}\u00a0s`
		: ms < 120_000
			? `${Math.round(ms / 1000)}\u00a0s`
			: `${Math.round(ms / 60_000).toLocaleString('en')}\u00a0min`;
}

function count(n: number, one: string, many: string): string {
	return `${n.toLocaleString('en')}\u00a0${n === 1 ? one : many}`;
}

/** What is the case whatever the view shows. */
function noticeOf(reason: Incomplete, worker: WorkerState): Notice | null {
	switch (reason) {
		case 'no_worker':
			return {
				kind: 'unknown',
				title: 'No worker is running.',
				detail: `${worker.silentMs === null ? 'None has ever spoken' : `The last one spoke ${seconds(worker.silentMs)} ago`}: what has happened since is not here yet. Start one with \`npm run worker\`.`,
			};
		case 'unsigned':
			return {
				kind: 'held',
				title: 'Unsigned events are accepted.',
				detail:
					'A worker runs without a signing key, so anyone who can write to Redis can write evidence. Give it AUDIT_HMAC_KEY and STREAMS_HMAC_KEY.',
			};
		// told as gaps, with their times
		case 'lag':
		case 'dead_letters':
			return null;
	}
}

const UNREACHABLE: Notice = {
	kind: 'deny',
	title: 'The console does not answer.',
	detail: 'What you see may be old. It is asked again every few seconds.',
};

/** What the reader of any view must be told before reading on. */
export function EvidenceNotices({
	first,
	window,
}: {
	first: ConsoleStatus | null;
	window?: { readonly from: string; readonly to: string };
}) {
	const { status, failed } = useStatus(first);
	const inSight = useSight(status?.now ?? null, window);
	const { timeZone } = useTimeZone(null);
	const always = status === null ? [] : incompleteReasons(status.worker).flatMap((reason) => noticeOf(reason, status.worker) ?? []);
	const mayMiss = status !== null && (status.gaps === null || status.gaps.length > 0);
	return (
		<div role="status" aria-label="Notices">
			<NoticeLines notices={[...(failed ? [UNREACHABLE] : []), ...always]} />
			{mayMiss && inSight !== null ? <GapLines status={status} inSight={inSight} timeZone={timeZone} /> : null}
		</div>
	);
}

function chipWords(status: ConsoleStatus | null, failed: boolean): { words: string; tone: string } {
	if (failed) return { words: 'No connection', tone: 'text-deny' };
	if (status === null) return { words: 'Asking…', tone: 'text-unknown' };
	const { worker } = status;
	if (worker.alive === 0) return { words: 'No worker', tone: 'text-unknown' };
	if (worker.lagEntries === null) return { words: 'Live, lag unknown', tone: 'text-unknown' };
	const behind =
		worker.lagEntries === 0
			? 'caught up'
			: worker.lagMs === null
				? `${count(worker.lagEntries, 'entry', 'entries')} behind`
				: `${seconds(worker.lagMs)} behind`;
	return { words: `Live, ${behind}`, tone: incompleteReasons(worker).includes('lag') ? 'text-held' : 'text-allow' };
}

/** The live state of the ledger in the top bar. */
export function EvidenceChip({ first }: { first: ConsoleStatus | null }) {
	const { status, failed } = useStatus(first);
	const { words, tone } = chipWords(status, failed);
	const deadLetters = status?.worker.deadLetters ?? 0;
	const [short = words] = words.split(',');
	const inSight = useSight(status?.now ?? null);
	return (
		<>
			<IntegrityChip status={failed ? null : status} zones={inSight?.zones ?? []} />
			<span
				className="flex min-w-0 items-center gap-1.5 text-12 whitespace-nowrap text-text-2 sm:shrink-0"
				title={`Whether the worker keeps up with the streams: ${words.toLowerCase()}`}
			>
				<span aria-hidden className={cn('size-[7px] shrink-0 rounded-full bg-current', tone)} />
				<span className={cn('sm:hidden', tone === 'text-allow' ? 'sr-only' : 'truncate')}>{short}</span>
				<span className="hidden sm:inline">{words}</span>
				{deadLetters > 0 ? (
					<span className="hidden items-center gap-1 text-held lg:inline-flex">
						<MailWarning size={13} aria-hidden />
						{count(deadLetters, 'dead letter', 'dead letters')}
					</span>
				) : null}
			</span>
		</>
	);
}
