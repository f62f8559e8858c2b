'use client';

import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { EffectiveAuthority, EffectiveScope } from '@/lib/authority/effective';
import { plural } from '@/lib/events/amounts';
import { shortId, visible } from '@/lib/events/visible';
import { Instant } from '../instant';

const LOOK: Readonly<Record<EffectiveScope['state'], { readonly icon: LucideIcon; readonly text: string; readonly word: string }>> = {
	holds: { icon: CircleCheck, text: 'text-allow', word: 'holds' },
	possible: { icon: CircleHelp, text: 'text-unknown', word: 'possible' },
	lost: { icon: CircleX, text: 'text-deny', word: 'lost' },
};

interface Props {
	readonly effective: EffectiveAuthority;
	readonly timeZone: string;
	/** What sessions are called, where it is known. */
	readonly titles: ReadonlyMap<string, string>;
	readonly onOpenSession: (id: string) => void;
}

/** What a session can do, and through which sessions each scope came. */
export function ScopesTable({ effective, timeZone, titles, onOpenSession }: Props) {
	if (effective.scopes.length === 0)
		return (
			<p className="text-12 text-text-2">
				{effective.isRoot ? 'Nobody delegated to it; the scopes of its application are not on any stream.' : 'No scope is on record.'}
			</p>
		);
	return (
		<>
			<table className="w-full text-12">
				<thead>
					<tr className="text-left text-11 text-text-3">
						<th scope="col" className="font-normal">
							Scope
						</th>
						<th scope="col" className="font-normal">
							Through
						</th>
						<th scope="col" className="text-right font-normal">
							Now
						</th>
					</tr>
				</thead>
				<tbody>
					{effective.scopes.map(({ scope, state, path, usedAt }) => {
						const { icon: Icon, text, word } = LOOK[state];
						return (
							<tr key={scope} className="border-t border-line align-top">
								<th scope="row" className="py-1 pr-2 text-left font-mono font-normal [overflow-wrap:anywhere]">
									{visible(scope.slice(0, 200))}
									{usedAt === null ? null : (
										<span className="block font-sans text-11 text-text-3">
											used <Instant micros={usedAt} timeZone={timeZone} />
										</span>
									)}
								</th>
								<td className="py-1 pr-2">
									{path.sessions.slice(0, -1).map((id, i) => (
										<span key={id}>
											{i > 0 ? ' → ' : ''}
											<button
												type="button"
												title={shortId(id)}
												onClick={() => onOpenSession(id)}
												className={cn('text-accent hover:underline', !titles.has(id) && 'font-mono')}
											>
												{titles.get(id) ?? shortId(id)}
											</button>
										</span>
									))}
								</td>
								<td className={`py-1 text-right whitespace-nowrap ${text}`}>
									<span className="inline-flex items-center gap-1">
										<Icon size={12} aria-hidden /> {word}
									</span>
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
			{effective.leftOut > 0 ? <p className="text-12 text-text-3">{plural(effective.leftOut, 'more scope')} not listed.</p> : null}
		</>
	);
}
