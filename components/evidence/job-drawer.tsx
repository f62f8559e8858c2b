'use client';

import { useMutation } from '@tanstack/react-query';
import { Download, RotateCcw, X } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { failureOf } from '@/components/events/api';
import { useTimeZone } from '@/components/events/clock';
import { DrawerSection } from '@/components/events/drawer-section';
import { instantWords } from '@/components/search/frame/range-words';
import { sendJson } from '@/components/settings/api';
import { Refusal } from '@/components/settings/list-parts';
import { Moment } from '@/components/settings/moment';
import { Button } from '@/components/ui/button';
import { Confirm } from '@/components/ui/confirm';
import type { EvidenceJobShape } from '@/lib/api/evidence';
import { BUNDLE_FILE_SUFFIX } from '@/lib/bundle/form';
import { formatBytes, plural } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { evidenceHref } from '@/lib/url/evidence';
import { parseInstant } from '@/lib/url/range';
import { HowToVerify } from './how-to-verify';
import { JobMark } from './job-mark';
import { KIND_WORDS, lookOf, wantedOf } from './job-words';
import { Progress } from './progress';

interface Props {
	readonly job: EvidenceJobShape;
	readonly onChanged: (job: EvidenceJobShape) => void;
	readonly onClose: () => void;
}

/** One bundle: what it is of, how far it is, its file, and how to check it. A sheet on a narrow screen. */
export function JobDrawer({ job, onChanged, onClose }: Props) {
	const [ending, setEnding] = useState(false);
	const { timeZone } = useTimeZone(null);
	const look = lookOf(job);
	const file = `${job.job}${BUNDLE_FILE_SUFFIX}`;
	const end = useMutation({
		mutationFn: () => sendJson<EvidenceJobShape>('DELETE', `/v1/evidence/${job.job}`),
		onSuccess: (changed) => {
			onChanged(changed);
			setEnding(false);
		},
	});
	const at = (text: string | null) => instantWords(text === null ? null : parseInstant(text), timeZone);
	const subject = visible(job.subject);
	return (
		<aside
			aria-label={`Bundle of ${subject}`}
			className="sheet fixed inset-x-0 z-30 max-h-[72dvh] overflow-auto rounded-t-menu border-t border-line-strong bg-surface px-4 pb-6 lg:static lg:z-auto lg:max-h-none lg:w-[440px] lg:shrink-0 lg:rounded-none lg:border-t-0 lg:border-l lg:shadow-none"
		>
			<header className="sticky top-0 z-10 -mx-4 flex items-center gap-2 border-b border-line bg-surface px-4 py-2">
				<h2 className="min-w-0 truncate text-15 font-semibold" title={subject}>
					{KIND_WORDS[job.kind]} {subject}
				</h2>
				<JobMark look={look} />
				<Button kind="quiet" size="icon" className="ml-auto" aria-label="Close" title="Close (Esc)" onClick={onClose}>
					<X size={14} aria-hidden />
				</Button>
			</header>
			<p className="mt-3" role="status">
				<Progress job={job} />
			</p>
			<div className="mt-3 flex flex-wrap gap-2">
				{look === 'ready' ? (
					<Button asChild kind="primary" size="bar">
						<a href={`/v1/evidence/${job.job}/bundle`} download={file}>
							<Download size={13} aria-hidden /> Download, {formatBytes(job.bytes)}
						</a>
					</Button>
				) : null}
				{look === 'ready' || look === 'waiting' || look === 'running' ? (
					<Button size="bar" onClick={() => setEnding(true)}>
						{look === 'ready' ? 'Throw away' : 'Cancel'}
					</Button>
				) : null}
				{look === 'failed' || look === 'cancelled' || look === 'gone' ? (
					<Button asChild size="bar">
						<Link href={evidenceHref({ job: job.job, form: wantedOf(job) })}>
							<RotateCcw size={13} aria-hidden /> Ask again
						</Link>
					</Button>
				) : null}
			</div>
			<DrawerSection title="What it is of">
				<dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1 text-12 [&_dd]:break-words [&_dt]:text-text-3">
					<dt>Zones</dt>
					<dd>{job.zones.join(', ')}</dd>
					<dt>Time</dt>
					<dd>
						{job.from === null && job.to === null ? 'All time' : `${at(job.from)} to ${at(job.to)}, ${timeZone}, the end not included`}
					</dd>
					{job.q === '' ? null : (
						<>
							<dt>Query</dt>
							<dd className="font-mono">{visible(job.q)}</dd>
						</>
					)}
					<dt>Asked for</dt>
					<dd>
						<Moment at={job.askedAt} /> by {visible(job.askedBy)}
					</dd>
					{job.cancelledAt === null ? null : (
						<>
							<dt>{job.state === 'done' ? 'Thrown away' : 'Cancelled'}</dt>
							<dd>
								<Moment at={job.cancelledAt} /> by {visible(job.cancelledBy ?? '')}
							</dd>
						</>
					)}
					{look === 'ready' && job.expiresAt !== null ? (
						<>
							<dt>Kept until</dt>
							<dd>
								<Moment at={job.expiresAt} />
							</dd>
						</>
					) : null}
					{job.sha256 === null ? null : (
						<>
							<dt>SHA-256</dt>
							<dd className="font-mono text-11">{job.sha256}</dd>
						</>
					)}
				</dl>
			</DrawerSection>
			{look === 'ready' ? (
				<DrawerSection title="How to check it">
					<HowToVerify file={file} />
				</DrawerSection>
			) : null}
			<Confirm
				open={ending}
				onClose={() => {
					end.reset();
					setEnding(false);
				}}
				title={look === 'ready' ? 'Throw this bundle away?' : 'Cancel this bundle?'}
				action={look === 'ready' ? 'Throw away' : 'Cancel the bundle'}
				busy={end.isPending}
				onConfirm={() => end.mutate()}
			>
				<p>
					{look === 'ready'
						? `The file with ${plural(job.events, 'event')} can then not be fetched any more; that it was made and who fetched it stays on record.`
						: 'What was written of it goes; that it was asked for stays on record. It can be asked for again.'}
				</p>
				<Refusal error={end.error === null ? null : failureOf(end.error)} />
			</Confirm>
		</aside>
	);
}
