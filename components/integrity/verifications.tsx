'use client';

import { ShieldCheck } from 'lucide-react';
import { failureOf } from '@/components/events/api';
import { TimeAndAge } from '@/components/events/clock';
import { Problem } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import type { ZoneIntegrity } from '@/lib/api/integrity';
import { groupDigits } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { Part } from './part';
import { EndedSweep, RunningSweep } from './sweep-line';
import { useSweeps } from './use-integrity';

const ENDED_SHOWN = 4;

interface Props {
	readonly zone: ZoneIntegrity;
	readonly mayVerify: boolean;
	readonly timeZone: string;
	readonly onVerify: () => void;
	readonly onSay: (text: string) => void;
}

/** How much of a zone was verified when, what is under way, and what came of the last ones. */
export function Verifications({ zone, mayVerify, timeZone, onVerify, onSay }: Props) {
	const { data, error, refetch } = useSweeps(zone.zone);
	const moment = (at: string | null, otherwise: string) =>
		at === null ? <span className="text-text-3">{otherwise}</span> : <TimeAndAge at={at} timeZone={timeZone} />;
	const sweeps = data?.sweeps ?? [];
	const covered = zone.seq === 0 ? null : Math.min(1, zone.verifiedSeq / zone.seq);
	return (
		<Part
			title="Verification"
			note={visible(zone.zone)}
			actions={
				mayVerify ? (
					<Button onClick={onVerify} title="Verify a zone (v)">
						<ShieldCheck size={13} aria-hidden /> Verify
					</Button>
				) : undefined
			}
		>
			<dl className="grid grid-cols-[132px_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-12">
				<dt className="text-text-2">Covered</dt>
				<dd>{covered === null ? 'no events yet' : `${Math.floor(covered * 1000) / 10}\u00a0%, #1 to #${groupDigits(zone.verifiedSeq)}`}</dd>
				<dt className="text-text-2">All of it, last</dt>
				<dd>{moment(zone.wholeAt, 'never')}</dd>
				<dt className="text-text-2">Deeply, last</dt>
				<dd>{moment(zone.deepAt, 'never')}</dd>
				<dt className="text-text-2">Oldest not verified</dt>
				<dd>{moment(zone.oldestUnverifiedAt, 'none')}</dd>
				<dt className="text-text-2">Oldest not anchored</dt>
				<dd>{moment(zone.oldestUnanchoredAt, 'none')}</dd>
			</dl>
			<div className="mt-2">
				{data === undefined && error !== null ? <Problem error={failureOf(error)} onRetry={() => void refetch()} /> : null}
				{sweeps
					.filter(({ endedAt }) => endedAt === null)
					.map((sweep) => (
						<RunningSweep key={sweep.sweep} sweep={sweep} mayVerify={mayVerify} onSay={onSay} />
					))}
				<ul>
					{sweeps
						.filter(({ endedAt }) => endedAt !== null)
						.sort((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? ''))
						.slice(0, ENDED_SHOWN)
						.map((sweep) => (
							<EndedSweep key={sweep.sweep} sweep={sweep} mayHold={zone.openFindings === 0} timeZone={timeZone} />
						))}
				</ul>
			</div>
		</Part>
	);
}
