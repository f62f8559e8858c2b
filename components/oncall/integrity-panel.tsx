import { Unlink } from 'lucide-react';
import Link from 'next/link';
import type { ChainState } from '@/lib/api/oncall';
import { groupDigits, plural } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { ageWords } from '@/lib/time-words';
import { searchHref } from './look';
import { Panel } from './panel';
import { PlainTable, ROW } from './plain-table';

const SHOWN_MAX = 8;

/** The chains: how far each reaches, and what was found wrong. Those with findings first. */
export function IntegrityPanel({ chains, nowMs }: { chains: readonly ChainState[]; nowMs: number }) {
	const shown = chains.toSorted((a, b) => b.findings - a.findings).slice(0, SHOWN_MAX);
	return (
		<Panel title="Chains" note={`${plural(chains.length, 'zone')}${shown.length < chains.length ? `, ${shown.length} here` : ''}`}>
			{chains.length === 0 ? (
				<p className="py-1 text-12 text-text-2">No zone has an event yet.</p>
			) : (
				<PlainTable label="Chains" columns={['Zone', '>Head', '>Grew', '>Findings']}>
					{shown.map((chain) => (
						<tr key={chain.zone} className={ROW}>
							<td className="truncate pr-2">
								<Link href={searchHref(chain.search ?? '')} prefetch={false} data-stop className="text-accent hover:underline">
									{visible(chain.zone)}
								</Link>
							</td>
							<td className="text-right">#{groupDigits(chain.headSeq)}</td>
							<td className="text-right text-text-2">
								{chain.headAt === null ? 'never' : nowMs === 0 ? '' : `${ageWords(chain.headAt, nowMs)} ago`}
							</td>
							<td className="text-right">
								{chain.findings === 0 ? (
									<span className="text-text-2">none</span>
								) : (
									<span className="inline-flex items-center gap-1 font-semibold text-fault" title={chain.newest?.kind ?? ''}>
										<Unlink size={12} aria-hidden />
										{groupDigits(chain.findings)}
									</span>
								)}
							</td>
						</tr>
					))}
				</PlainTable>
			)}
		</Panel>
	);
}
