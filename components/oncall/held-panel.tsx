import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import type { OnCall } from '@/lib/api/oncall';
import { formatMillis, groupDigits } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { searchHref } from './look';
import { Panel } from './panel';
import { PlainTable, ROW } from './plain-table';

const SHOWN_MAX = 8;
const SOON_MS = 120_000;

/** Approvals that wait, the oldest first. */
export function HeldPanel({ held, nowMs }: { held: OnCall['held']; nowMs: number }) {
	const shown = held.approvals.slice(0, SHOWN_MAX);
	const note = `${held.exact ? '' : 'at least '}${groupDigits(held.total)} waiting${shown.length < held.total ? `, the oldest ${shown.length} here` : ''}`;
	const since = (at: string) => (nowMs === 0 ? '' : formatMillis(Math.max(0, Math.round((nowMs - Date.parse(at)) / 1000) * 1000)));
	return (
		<Panel title="Approvals waiting" note={note}>
			{shown.length === 0 ? (
				<p className="py-1 text-12 text-text-2">Nobody waits for an answer.</p>
			) : (
				<PlainTable label="Held approvals" columns={['Application', 'Zone', 'Tier?', '>Waited', '>Left']}>
					{shown.map((approval) => {
						const leftMs = approval.expiresAt === null || nowMs === 0 ? null : Date.parse(approval.expiresAt) - nowMs;
						return (
							<tr key={`${approval.zone}/${approval.seq}`} className={ROW}>
								<td className="truncate pr-2">
									<Link href={searchHref(approval.search ?? '')} prefetch={false} data-stop className="text-accent hover:underline">
										{visible(approval.app === '' ? 'unnamed' : approval.app)}
									</Link>
								</td>
								<td className="truncate pr-2 text-text-2">{visible(approval.zone)}</td>
								<td className="truncate pr-2 max-sm:hidden">{visible(approval.tier)}</td>
								<td className="text-right">{since(approval.at)}</td>
								<td className={cn('text-right', leftMs !== null && leftMs < SOON_MS && 'font-semibold text-held')}>
									{leftMs === null ? 'open' : leftMs <= 0 ? 'over' : formatMillis(Math.round(leftMs / 1000) * 1000)}
								</td>
							</tr>
						);
					})}
				</PlainTable>
			)}
		</Panel>
	);
}
