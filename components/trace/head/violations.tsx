'use client';

import { ShieldAlert } from 'lucide-react';
import type { Violation } from '@/lib/trace/violation';
import { PlaceLink } from '../place-link';
import { useRequest } from '../request-context';
import { Words } from '../words';

const SHOWN_MAX = 3;
const SURE = { certain: 'certain', likely: 'likely', possible: 'possible, not certain' } as const;

function One({ violation }: { violation: Violation }) {
	return (
		<li className="flex items-start gap-2 rounded-control bg-fault-tint px-2.5 py-1.5 text-12">
			<ShieldAlert size={14} aria-hidden className="mt-px shrink-0 text-fault" />
			<span className="min-w-0 text-pretty">
				<strong className="font-semibold text-fault">Allowed after revocation</strong>{' '}
				<span className="text-text-2">({SURE[violation.sure]})</span>: <PlaceLink place={violation.place} />{' '}
				<Words of={violation.sentence} />
				{violation.endedBy === null ? null : (
					<>
						{' '}
						by <PlaceLink place={violation.endedBy} />
					</>
				)}
				; <Words of={violation.why} />.
			</span>
		</li>
	);
}

/** What should not have been possible, and what does not fit together. */
export function Violations() {
	const { request, screen } = useRequest();
	const { violations, contradictions } = request;
	const left = screen.counts.violations - SHOWN_MAX;
	if (violations.length === 0 && contradictions.length === 0) return null;
	return (
		<ul aria-label="Violations and contradictions" className="mt-2.5 flex flex-col gap-1.5">
			{violations.slice(0, SHOWN_MAX).map((violation) => (
				<One key={`${violation.place.zone}/${violation.place.seq}`} violation={violation} />
			))}
			{left > 0 ? <li className="text-12 text-fault">{left} more were allowed after revocation; each is marked below.</li> : null}
			{contradictions.length === 0 ? null : (
				<li className="flex items-start gap-2 rounded-control bg-fault-tint px-2.5 py-1.5 text-12">
					<ShieldAlert size={14} aria-hidden className="mt-px shrink-0 text-fault" />
					<span className="min-w-0 text-pretty">
						<strong className="font-semibold text-fault">
							{contradictions.length === 1 ? 'Contradiction in the record:' : `${contradictions.length} contradictions in the record:`}
						</strong>{' '}
						{contradictions.join(' ')}
					</span>
				</li>
			)}
		</ul>
	);
}
