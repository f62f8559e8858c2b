'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import Link from 'next/link';
import { failureOf } from '@/components/events/api';
import { TimeAndAge } from '@/components/events/clock';
import { Problem } from '@/components/events/problem';
import { cn } from '@/components/ui/cn';
import type { FindingShape } from '@/lib/api/integrity';
import { groupDigits } from '@/lib/events/amounts';
import { cutEnd, visible } from '@/lib/events/visible';
import { FINDING_STATES, type FindingState, integrityHref } from '@/lib/url/integrity';
import type { EventPlace } from '@/lib/url/place';
import { Mark } from './look';
import { Part } from './part';
import type { FindingPage } from './use-integrity';

/** Where in the ledger a finding is, in words. */
export function placeWords({ seq, lastSeq }: Pick<FindingShape, 'seq' | 'lastSeq'>): string {
	if (seq === null) return 'no one place';
	const first = `#${groupDigits(seq)}`;
	return lastSeq === null ? `${first} on` : lastSeq === seq ? first : `${first} to #${groupDigits(lastSeq)}`;
}

/** What became of a finding, beside its kind. */
export function stateWords(finding: FindingShape): string {
	if (!finding.open) return 'resolved';
	return finding.resolvedAt === null ? '' : 'seen again after it was resolved';
}

function Row({ finding, isOpen, timeZone, onOpen }: { finding: FindingShape; isOpen: boolean; timeZone: string; onOpen: () => void }) {
	const state = stateWords(finding);
	return (
		<li
			className={cn(
				'grid gap-x-4 gap-y-0.5 border-t border-line px-4 py-1.5 hover:bg-hover md:grid-cols-[170px_110px_minmax(0,1fr)_130px_150px]',
				isOpen && 'bg-selected',
			)}
		>
			<Link
				href={integrityHref({ finding: { zone: finding.zone, seq: Number(finding.finding) } })}
				prefetch={false}
				data-stop
				aria-current={isOpen ? 'true' : undefined}
				onClick={(event) => {
					if (event.metaKey || event.ctrlKey) return;
					event.preventDefault();
					onOpen();
				}}
				className="min-w-0"
			>
				<Mark tone={finding.open ? 'fails' : 'note'} className={cn('font-medium', !finding.open && 'text-text-2')}>
					{visible(finding.kind.replaceAll('_', ' '))}
				</Mark>
			</Link>
			<span className="truncate text-text-2" title={visible(finding.zone)}>
				{visible(finding.zone)}
			</span>
			<span className="min-w-0">
				{finding.means}
				{state === '' ? null : <span className={cn('ml-1.5 text-12', finding.open ? 'text-held' : 'text-text-3')}>({state})</span>}
				{finding.note === null ? null : (
					<span className="block truncate text-12 text-text-2" title={visible(finding.note)}>
						“{visible(cutEnd(finding.note, 160))}”
					</span>
				)}
			</span>
			<span className="text-text-2 md:text-right">{placeWords(finding)}</span>
			<span className="text-12 text-text-2 md:text-right">
				<TimeAndAge at={finding.seenAt ?? finding.observedAt} timeZone={timeZone} />
			</span>
		</li>
	);
}

interface Props {
	readonly read: UseQueryResult<FindingPage>;
	/** Those of the zones in sight. */
	readonly findings: readonly FindingShape[];
	readonly show: FindingState;
	readonly opened: EventPlace | null;
	readonly timeZone: string;
	readonly onShow: (show: FindingState) => void;
	readonly onFinding: (finding: EventPlace) => void;
}

/** What sweeps and ingest found wrong, newest first. */
export function Findings({ read, findings, show, opened, timeZone, onShow, onFinding }: Props) {
	const isMore = read.data !== undefined && read.data.next !== null;
	const choice = (
		<fieldset className="inline-flex overflow-hidden rounded-control border border-line-strong text-12">
			<legend className="sr-only">Which findings</legend>
			{FINDING_STATES.map((each) => (
				<button
					key={each}
					type="button"
					aria-pressed={show === each}
					onClick={() => onShow(each)}
					className={cn('h-6 px-2.5 pointer-coarse:h-9', show === each ? 'bg-line font-medium' : 'text-text-2 hover:bg-hover')}
				>
					{each}
				</button>
			))}
		</fieldset>
	);
	return (
		<Part title="Findings" note={isMore ? `the newest ${findings.length}; there are more` : String(findings.length)} actions={choice} flush>
			{read.data === undefined ? (
				read.error === null ? (
					<p className="late px-4 pb-3 text-12 text-text-3">Findings are being read.</p>
				) : (
					<Problem error={failureOf(read.error)} onRetry={() => void read.refetch()} />
				)
			) : findings.length === 0 ? (
				<p className="px-4 pb-3 text-text-2">
					{show === 'resolved'
						? 'None was resolved.'
						: 'No finding is open. That says as much as has been verified: the strips above tell how far.'}
				</p>
			) : (
				<ul>
					{findings.map((finding) => (
						<Row
							key={`${finding.zone} ${finding.finding}`}
							finding={finding}
							isOpen={opened?.zone === finding.zone && String(opened.seq) === finding.finding}
							timeZone={timeZone}
							onOpen={() => onFinding({ zone: finding.zone, seq: Number(finding.finding) })}
						/>
					))}
				</ul>
			)}
		</Part>
	);
}
