'use client';

import { failureOf } from '@/components/events/api';
import { Problem } from '@/components/events/problem';
import { Words } from '@/components/trace/words';
import type { AuthorityPaths } from '@/lib/api/authority';
import { sessionTitle } from '@/lib/authority/drawing';
import { pathsWords } from '@/lib/authority/words';
import { shortId } from '@/lib/events/visible';
import type { AuthorityState } from '@/lib/url/authority';
import type { ChangeAuthority } from '../authority-state';
import { pathsPath } from '../paths';
import { useAuthority } from '../use-authority';
import { PanelFrame } from './panel-frame';

interface Props {
	/** The session the ways begin at; null: none is chosen. */
	readonly from: string | null;
	readonly resource: string;
	readonly state: AuthorityState;
	readonly zone: string;
	readonly change: ChangeAuthority;
}

const SHOWN_MAX = 20;

/** All shortest ways from a session to a resource, and which delegation cuts them. */
export function PathsPanel({ from, resource, state, zone, change }: Props) {
	const path = from === null ? null : pathsPath(zone, from, resource, state.at, state.struck);
	const { data, error, refetch } = useAuthority<AuthorityPaths>(path, state.at === null);
	const isItsOwn = data?.from === from && data?.resource === resource;
	return (
		<PanelFrame title="Ways to a resource" onClose={() => change({ panel: null })}>
			{from === null ? (
				<p className="text-12 text-text-2">Choose a session in the graph: the ways begin there.</p>
			) : error !== null ? (
				<Problem error={failureOf(error)} onRetry={() => void refetch()} />
			) : data === undefined || !isItsOwn ? (
				<p className="text-12 text-text-3">Looking for ways ...</p>
			) : (
				<>
					<p className="text-15 text-pretty">
						<Words of={pathsWords(data.paths, resource)} />
					</p>
					<ol className="mt-2 text-12">
						{data.paths.paths.slice(0, SHOWN_MAX).map(({ sessions, edges }) => (
							<li key={edges.join(' ')} className="flex flex-wrap items-center gap-x-1.5 border-t border-line py-1 first:border-t-0">
								{sessions.map((id, i) => (
									<span key={id} className="inline-flex items-center gap-1.5">
										{i === 0 ? null : (
											<button
												type="button"
												title={`Delegation ${edges[i - 1]}`}
												onClick={() => change({ selected: { kind: 'edge', id: edges[i - 1] ?? '' } })}
												className={`hover:underline ${data.paths.cuts.includes(edges[i - 1] ?? '') ? 'font-semibold text-deny' : 'text-text-2'}`}
											>
												{data.paths.cuts.includes(edges[i - 1] ?? '') ? 'only way →' : '→'}
											</button>
										)}
										<button
											type="button"
											onClick={() => change({ selected: { kind: 'session', id } })}
											className="text-accent hover:underline"
										>
											{sessionTitle({ row: data.sessions[id]?.row ?? null })} <span className="font-mono">{shortId(id)}</span>
										</button>
									</span>
								))}
							</li>
						))}
					</ol>
					{Number(data.paths.count) > SHOWN_MAX ? (
						<p className="text-12 text-text-3">
							{SHOWN_MAX} of {data.paths.count} are listed.
						</p>
					) : null}
				</>
			)}
		</PanelFrame>
	);
}
