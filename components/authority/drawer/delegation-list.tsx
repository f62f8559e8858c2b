'use client';

import type { StandingEdge } from '@/lib/api/authority';
import { knownScopes } from '@/lib/authority/edge-scopes';
import { plural } from '@/lib/events/amounts';
import { shortId } from '@/lib/events/visible';
import { StateMark } from '../state-mark';

const SHOWN_MAX = 20;

interface Props {
	readonly edges: readonly StandingEdge[];
	readonly onOpen: (id: string) => void;
	readonly empty: string;
}

/** Delegations as a list, each opens. */
export function DelegationList({ edges, onOpen, empty }: Props) {
	if (edges.length === 0) return <p className="text-12 text-text-2">{empty}</p>;
	return (
		<>
			<ul className="text-12">
				{edges.slice(0, SHOWN_MAX).map(({ row, standing }) => (
					<li key={row.id} className="flex items-center gap-2 border-t border-line py-1 first:border-t-0">
						<button type="button" onClick={() => onOpen(row.id)} className="truncate font-mono text-accent hover:underline">
							{shortId(row.id)}
						</button>
						<span className="ml-auto text-text-2">{plural(knownScopes(row).length, 'scope')}</span>
						<StateMark state={standing.state} className="w-[86px] text-11" />
					</li>
				))}
			</ul>
			{edges.length > SHOWN_MAX ? <p className="mt-1 text-12 text-text-3">and {plural(edges.length - SHOWN_MAX, 'more', 'more')}</p> : null}
		</>
	);
}
