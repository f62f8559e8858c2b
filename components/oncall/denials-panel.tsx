'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { OnCall } from '@/lib/api/oncall';
import { percentWords } from '@/lib/oncall/words';
import { DenialsChart } from './denials-chart';
import { searchHref } from './look';
import { minuteClock, minuteSearch } from './minutes';
import { Panel } from './panel';
import { PlainTable, ROW } from './plain-table';

function bandWords({ band }: OnCall['denials']): string {
	if (band === null) return 'share of decisions per minute; no hour like this in the last 7 days';
	return `share of decisions per minute; grey: this hour on ${band.days === 1 ? 'one of the' : `${band.days} of the`} last 7 days`;
}

/** The deny rate of the last hour, as a chart or as a table. */
export function DenialsPanel({ denials, zones }: { denials: OnCall['denials']; zones: readonly string[] }) {
	const [asTable, setAsTable] = useState(false);
	return (
		<Panel
			title="Deny rate by minute"
			note={bandWords(denials)}
			actions={
				<button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)} className="text-12 text-accent hover:underline">
					{asTable ? 'Show as chart' : 'Show as table'}
				</button>
			}
		>
			{asTable ? (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by the keyboard
				<section aria-label="Deny rate as a table" tabIndex={0} className="h-[225px] overflow-auto">
					<PlainTable label="Deny rate by minute" columns={['Minute, UTC', '>Decided', '>Denied', '>Share']}>
						{denials.minutes
							.map(({ denied, decided }, i) => (
								<tr key={i} className={ROW}>
									<td>
										<Link href={searchHref(minuteSearch(zones, denials.from, i))} prefetch={false} className="text-accent hover:underline">
											{minuteClock(denials.from, i)}
										</Link>
									</td>
									<td className="text-right">{decided}</td>
									<td className="text-right">{denied}</td>
									<td className="text-right">{decided === 0 ? '–' : percentWords(denied / decided)}</td>
								</tr>
							))
							.reverse()}
					</PlainTable>
				</section>
			) : (
				<DenialsChart denials={denials} zones={zones} />
			)}
		</Panel>
	);
}
