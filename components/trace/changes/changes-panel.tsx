'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { failureOf, isWorthRetrying, readJson } from '@/components/events/api';
import { Problem } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import type { RequestChangesAnswer } from '@/lib/api/trace';
import type { RequestTrace } from '@/lib/trace/trace';
import type { CompareTarget } from '@/lib/url/request';
import { Panel } from '../panel';
import { useRequest } from '../request-context';
import { CompareForm } from './compare-form';
import { DiffView } from './diff-view';

const MATCH: Readonly<Record<string, string>> = {
	'application and resource': 'Last allowed, same application and resource',
	session: 'Last allowed, same session',
	scopes: 'Last allowed, same scopes',
	chosen: 'Chosen',
};

function pathOf(requestId: string, request: RequestTrace, target: CompareTarget | null): string {
	const query = new URLSearchParams();
	const seq = request.events[0]?.place.seq;
	if (seq !== undefined) query.set('seq', String(seq));
	if (target !== null) query.set('with', target.requestId);
	if (target?.zone != null) query.set('with_zone', target.zone);
	if (target?.seq != null) query.set('with_seq', String(target.seq));
	return `/v1/zones/${encodeURIComponent(request.zone)}/requests/${encodeURIComponent(requestId)}/changes?${query}`;
}

function Waiting() {
	return (
		<div className="late flex flex-col gap-2 py-1" role="status">
			<span className="sr-only">Looking for what changed…</span>
			{[80, 100, 65, 90, 70].map((width) => (
				<span key={width} style={{ width: `${width}%` }} className="h-4 rounded-mark bg-raised" />
			))}
		</div>
	);
}

/** What changed since it was last allowed: looked for by itself unless all was well, or beside any other request. */
export function ChangesPanel() {
	const { requestId, request, state } = useRequest();
	const [asked, setAsked] = useState(false);
	const isWanted = request.meaning !== 'allow' || request.violations.length > 0 || state.target !== null || asked;
	const path = pathOf(requestId, request, state.target);
	const { data, error, refetch } = useQuery({
		queryKey: ['request-changes', path],
		enabled: isWanted,
		staleTime: 60_000,
		retry: isWorthRetrying,
		queryFn: ({ signal }) => readJson<RequestChangesAnswer>(path, signal),
	});
	return (
		<Panel title="What changed" note={data?.diff == null ? null : `${data.diff.differing} differ, ${data.diff.same} equal`}>
			{!isWanted ? (
				<p className="flex flex-wrap items-center gap-2 text-12 text-text-2">
					It was allowed.
					<Button onClick={() => setAsked(true)}>Compare with the one before it</Button>
				</p>
			) : error !== null ? (
				<Problem error={failureOf(error)} onRetry={() => void refetch()} />
			) : data === undefined ? (
				<Waiting />
			) : data.diff === null ? (
				<p className="text-12 text-text-2">{data.why === '' ? 'There is nothing to compare it with.' : data.why}</p>
			) : (
				<DiffView diff={data.diff} why={data.why} match={MATCH[data.baseline?.match ?? ''] ?? 'The other'} />
			)}
			<CompareForm key={state.target?.requestId ?? ''} />
		</Panel>
	);
}
