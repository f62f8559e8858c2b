'use client';

import { Fragment, type ReactNode } from 'react';
import { formatMillis, plural } from '@/lib/events/amounts';
import { shortId, visible } from '@/lib/events/visible';
import type { Approval, ApprovalMoment } from '@/lib/trace/approvals';
import { MeaningMark } from '../meaning-mark';
import { PlaceLink } from '../place-link';
import { useRequest } from '../request-context';
import { ShortId } from '../short-id';
import { Words } from '../words';

const POLICIES_MAX = 6;
const APPROVALS_MAX = 4;
const MEANING = {
	waiting: 'held',
	approved: 'allow',
	rejected: 'deny',
	used: 'allow',
	expired: 'held',
	unknown: 'unknown',
} as const;
/** What a moment of an approval is called in Caracal and here. */
const MOMENT: Partial<Record<ApprovalMoment['what'], string>> = { used: 'consumed' };

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<div className="min-w-0">
			<dt className="text-11 text-text-3">{name}</dt>
			<dd className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-12">{children}</dd>
		</div>
	);
}

function Life({ approval }: { approval: Approval }) {
	return (
		<span className="flex flex-wrap items-center gap-x-2">
			<MeaningMark meaning={MEANING[approval.state]} word={approval.state === 'used' ? 'consumed' : approval.state} className="text-12" />
			<ol aria-label="Life of the approval" className="flex flex-wrap items-center gap-x-1.5">
				{approval.moments.map((moment, i) => (
					<li key={`${moment.place.zone}/${moment.place.seq}`} className="flex items-center gap-1.5 whitespace-nowrap">
						{i === 0 ? null : (
							<span aria-hidden className="text-text-3">
								→
							</span>
						)}
						<PlaceLink place={moment.place}>{MOMENT[moment.what] ?? moment.what}</PlaceLink>
						{moment.afterMs === null || moment.afterMs === 0 ? null : <span className="text-text-3">+{formatMillis(moment.afterMs)}</span>}
					</li>
				))}
			</ol>
			{approval.decidedBy === '' ? null : (
				<span className="text-text-2">
					decided by <span className="text-text">{visible(approval.decidedBy)}</span>
				</span>
			)}
			{approval.tier === '' ? null : <span className="text-text-3">tier {visible(approval.tier)}</span>}
		</span>
	);
}

/** What decided: policies, version and manifest, and where an approval stands. */
export function Facts() {
	const { request, screen } = useRequest();
	const { policy, approvals } = request;
	return (
		<dl className="mt-3 flex flex-wrap gap-x-8 gap-y-2">
			<Fact name="Determining policies">
				{policy.determining.length === 0 ? (
					<span className="text-text-2">{policy.beforePolicy > 0 ? 'none: refused before policy was asked' : 'none recorded'}</span>
				) : (
					policy.determining.slice(0, POLICIES_MAX).map((name) => (
						<code key={name} className="font-mono [overflow-wrap:anywhere]">
							{visible(name.slice(0, 200))}
						</code>
					))
				)}
				{policy.determining.length > POLICIES_MAX ? <span>and {policy.determining.length - POLICIES_MAX} more</span> : null}
			</Fact>
			<Fact name={policy.versions.length > 1 ? 'Policy-set versions' : 'Policy-set version'}>
				{policy.versions.length === 0 ? <span className="text-text-2">none recorded</span> : null}
				{policy.versions.map((version, i) => (
					<Fragment key={`${version.id}/${version.manifestSha}`}>
						{i === 0 ? null : <span className="text-text-3">then</span>}
						{version.id === '' ? <span className="text-text-2">not recorded</span> : <ShortId id={version.id} label="the version" />}
						{version.manifestSha === '' ? null : (
							<span className="inline-flex items-center text-text-3">
								manifest&nbsp;
								<ShortId id={version.manifestSha} label="the manifest hash" />
							</span>
						)}
					</Fragment>
				))}
				{policy.note.length === 0 ? null : (
					<span className="text-held">
						<Words of={policy.note} />
					</span>
				)}
			</Fact>
			<Fact name="Step-up">
				{approvals.length === 0 ? <span className="text-text-2">none asked for</span> : null}
				{approvals.slice(0, APPROVALS_MAX).map((approval) => (
					<Life key={approval.challengeId} approval={approval} />
				))}
				{approvals.length > APPROVALS_MAX ? <span>{plural(approvals.length - APPROVALS_MAX, 'more approval')}</span> : null}
			</Fact>
			{request.tokenIds.length === 0 ? null : (
				<Fact name="Token">
					<ShortId id={request.tokenIds[0] ?? ''} label="the token ID" />
					{screen.counts.tokenIds > 1 ? (
						<span title={request.tokenIds.slice(1, 9).map(shortId).join('\n')}>and {screen.counts.tokenIds - 1} more</span>
					) : null}
				</Fact>
			)}
		</dl>
	);
}
