'use client';

import { useState } from 'react';
import { failureOf } from '@/components/events/api';
import { TimeAndAge } from '@/components/events/clock';
import { Button } from '@/components/ui/button';
import type { SweepShape } from '@/lib/api/integrity';
import { formatMillis, groupDigits, plural } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { secondsLeft, shareOf } from './ledger-words';
import { Mark } from './look';
import { useChange } from './use-integrity';

const KIND = { start: 'at start', hourly: 'hourly', demand: 'on demand' } as const;

function rangeWords({ fromSeq, toSeq }: SweepShape): string {
	const from = fromSeq === null ? 'the first event' : `#${groupDigits(fromSeq)}`;
	return `${from} to ${toSeq === null ? 'the newest' : `#${groupDigits(toSeq)}`}`;
}

/** A verification under way: how far, how fast, how long yet. It goes on when the page is closed. */
export function RunningSweep({ sweep, mayVerify, onSay }: { sweep: SweepShape; mayVerify: boolean; onSay: (text: string) => void }) {
	const change = useChange();
	const [busy, setBusy] = useState(false);
	const share = shareOf(sweep);
	const left = secondsLeft(sweep);
	const isCancelled = sweep.cancelAskedAt !== null;

	async function cancel() {
		setBusy(true);
		try {
			await change(`/v1/zones/${encodeURIComponent(sweep.zone)}/sweeps/${sweep.sweep}`, 'DELETE');
			onSay('It will end after the piece at hand');
		} catch (error) {
			onSay(failureOf(error).message);
		} finally {
			setBusy(false);
		}
	}

	const words = `${share === null ? 0 : Math.floor(share * 100)}\u00a0%`;
	return (
		<div className="border-t border-line py-2 text-12">
			<p className="flex items-center gap-2">
				<span className="min-w-0 flex-1 truncate">
					{sweep.state === 'waiting' ? 'Waits for a worker' : 'Under way'}, {KIND[sweep.kind]}
					{sweep.deep ? ', deep' : ''}: {rangeWords(sweep)}
				</span>
				{mayVerify ? (
					<Button disabled={busy || isCancelled} onClick={() => void cancel()}>
						{isCancelled ? 'Ends soon' : 'Cancel'}
					</Button>
				) : null}
			</p>
			<div
				role="progressbar"
				aria-label={`Verification ${sweep.sweep}`}
				aria-valuemin={0}
				aria-valuemax={100}
				aria-valuenow={share === null ? 0 : Math.floor(share * 100)}
				className="mt-1.5 h-1.5 rounded-full bg-line"
			>
				<div className="h-full rounded-full bg-chart-line" style={{ width: `${(share ?? 0) * 100}%` }} />
			</div>
			<p className="mt-1 flex flex-wrap justify-between gap-x-3 text-text-2">
				<span>
					{words}, {plural(sweep.events, 'event')}
				</span>
				<span>{sweep.eventsPerSecond === null ? 'no rate yet' : `${groupDigits(Math.round(sweep.eventsPerSecond))} per s`}</span>
				<span>{left === null ? '' : `${formatMillis(Math.ceil(left) * 1000)} left`}</span>
			</p>
		</div>
	);
}

interface EndedProps {
	readonly sweep: SweepShape;
	/** Whether the zone has no open findings: else one that found nothing new may have seen them again, and is no good news. */
	readonly mayHold: boolean;
	readonly timeZone: string;
}

function toneOf({ state, findings }: SweepShape, mayHold: boolean) {
	if (state === 'done') return findings > 0 ? 'fails' : mayHold ? 'holds' : 'note';
	return state === 'failed' ? 'note' : 'unknown';
}

/** A verification that has ended, in one line. */
export function EndedSweep({ sweep, mayHold, timeZone }: EndedProps) {
	const found = sweep.findings > 0;
	const tone = toneOf(sweep, mayHold);
	const words = sweep.state === 'done' ? (found ? plural(sweep.findings, 'new finding') : 'nothing new found') : sweep.state;
	return (
		<li className="border-t border-line py-1 text-12">
			<span className="flex flex-wrap gap-x-2">
				<Mark tone={tone}>{words}</Mark>
				<span className="text-text-2">
					{KIND[sweep.kind]}
					{sweep.deep ? ', deep' : ''}
				</span>
				<span className="ml-auto text-text-3">{sweep.endedAt === null ? '' : <TimeAndAge at={sweep.endedAt} timeZone={timeZone} />}</span>
			</span>
			<span className="block text-11 text-text-3">
				{rangeWords(sweep)}: {plural(sweep.events, 'event')}, {plural(sweep.checkpoints, 'checkpoint')}
				{sweep.signatures > 0 ? `, ${plural(sweep.signatures, 'signature')}` : ''}
				{sweep.askedBy === null ? '' : `; asked by ${visible(sweep.askedBy)}`}
				{sweep.error === null ? '' : `; ${visible(sweep.error)}`}
			</span>
		</li>
	);
}
