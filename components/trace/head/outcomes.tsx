'use client';

import { useState } from 'react';
import { formatMillis, plural } from '@/lib/events/amounts';
import { resourceName } from '@/lib/events/described';
import { shortId, visible } from '@/lib/events/visible';
import type { Outcome } from '@/lib/trace/outcome';
import { MeaningMark } from '../meaning-mark';
import { PlaceLink } from '../place-link';
import { useRequest } from '../request-context';
import { Words } from '../words';

const SHOWN_MAX = 6;

function Line({ resource, outcome, isFinal }: { resource: string; outcome: Outcome; isFinal: boolean }) {
	const first = outcome.places[0];
	return (
		<li className="grid grid-cols-[84px_minmax(0,1fr)_auto] items-baseline gap-x-3 border-t border-line py-1 text-12 first:border-t-0">
			<MeaningMark meaning={outcome.meaning} className="text-12" />
			<span className="min-w-0 text-pretty">
				<code className="mr-2 font-mono text-12" title={visible(resource.slice(0, 400))}>
					{resourceName(resource) === undefined ? 'no resource named' : shortId(resource)}
				</code>
				<span className="text-text-2">
					<Words of={outcome.words} />
				</span>
				{outcome.violations.length > 0 ? <span className="ml-1.5 font-medium text-fault">after revocation</span> : null}
			</span>
			<span className="flex gap-2 text-text-3">
				{outcome.latencyMs === null ? null : <span>{formatMillis(outcome.latencyMs)}</span>}
				{isFinal ? null : <span>earlier</span>}
				{first === undefined ? null : <PlaceLink place={first} />}
			</span>
		</li>
	);
}

/** What came of each resource, when there is more than one thing to tell. */
export function Outcomes() {
	const { request } = useRequest();
	const [all, setAll] = useState(false);
	const lines = request.resources.flatMap(({ resource, outcomes, final }) =>
		outcomes.map((outcome) => ({ resource, outcome, isFinal: outcome.state === final.state && outcome.reason === final.reason })),
	);
	if (lines.length < 2) return null;
	return (
		<div className="mt-2.5">
			<ul aria-label="Outcome of each resource" className="max-w-[120ch]">
				{(all ? lines : lines.slice(0, SHOWN_MAX)).map(({ resource, outcome, isFinal }, i) => (
					<Line key={`${i}`} resource={resource} outcome={outcome} isFinal={isFinal} />
				))}
			</ul>
			{lines.length > SHOWN_MAX ? (
				<button type="button" aria-expanded={all} onClick={() => setAll(!all)} className="text-12 text-accent hover:underline">
					{all ? 'Fewer' : `Show ${plural(lines.length - SHOWN_MAX, 'more outcome')}`}
				</button>
			) : null}
		</div>
	);
}
