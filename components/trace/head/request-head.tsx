'use client';

import { Link2 } from 'lucide-react';
import { useLocalZone, useNow } from '@/components/events/clock';
import { BundleLink } from '@/components/evidence/bundle-link';
import { Button } from '@/components/ui/button';
import { formatMillis, plural } from '@/lib/events/amounts';
import { ageWords, clockParts, wholeInstant } from '@/lib/time-words';
import { CopyEvidence } from '../evidence/copy-evidence';
import { MeaningMark, ViolationMark } from '../meaning-mark';
import { useRequest } from '../request-context';
import { ShortId } from '../short-id';
import { Words } from '../words';
import { Facts } from './facts';
import { Outcomes } from './outcomes';
import { TraceLinks } from './trace-links';
import { Violations } from './violations';

function When({ at, timeZone }: { at: string; timeZone: string }) {
	const nowMs = useNow();
	const local = useLocalZone();
	const { date, clock } = clockParts(at, timeZone);
	const age = nowMs === 0 ? '' : ageWords(at, nowMs);
	return (
		<time dateTime={at} title={wholeInstant(at, local)} className="whitespace-nowrap">
			{date} {clock.slice(0, 12)} {timeZone === 'UTC' ? 'UTC' : ''}
			<span className="ml-2 text-text-3">{age === '' ? '' : age.startsWith('in') ? age : `${age} ago`}</span>
		</time>
	);
}

/** What happened, in words, and what to do now. */
export function RequestHead({ onCopyLink }: { onCopyLink: () => void }) {
	const { requestId, request, screen, timeZone } = useRequest();
	const { counts } = screen;
	const hasViolation = request.violations.some((violation) => violation.sure !== 'possible');
	return (
		<header className="border-b border-line bg-surface px-4 pt-3 pb-3">
			<div className="flex items-start gap-4 max-md:flex-col max-md:gap-2">
				<div className="min-w-0 flex-1">
					<p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-12 text-text-2">
						{hasViolation ? <ViolationMark /> : <MeaningMark meaning={request.meaning} />}
						<span className="inline-flex items-center gap-1.5 whitespace-nowrap">
							Request <ShortId id={requestId} label="the request ID" />
						</span>
						<When at={request.from} timeZone={timeZone} />
						<span className="whitespace-nowrap">
							{plural(counts.events, 'event')}
							{request.timeline.spanMicros > 1 ? `, ${formatMillis(request.timeline.spanMicros / 1000)}` : ''}
						</span>
						<span className="whitespace-nowrap">
							zone <span className="text-text">{request.zone}</span>
						</span>
						<TraceLinks />
					</p>
					<h1 className="mt-1 max-w-[110ch] text-15 font-normal text-pretty">
						<Words of={request.sentence} />
					</h1>
					<div
						role="note"
						className={`mt-2 max-w-[100ch] border-l-2 pl-2.5 text-pretty text-text-2 ${hasViolation ? 'border-fault' : 'border-accent'}`}
						aria-label="Next action"
					>
						<Words of={request.next.text} />
					</div>
				</div>
				<div className="flex shrink-0 flex-wrap gap-2">
					<Button onClick={onCopyLink} title="Copy link (y)">
						<Link2 size={13} aria-hidden /> Copy link
					</Button>
					<CopyEvidence />
					<BundleLink wanted={{ kind: 'request', subject: requestId, zones: [request.zone] }} />
				</div>
			</div>
			<Violations />
			<Outcomes />
			<Facts />
		</header>
	);
}
