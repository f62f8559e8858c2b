import { ArrowDown, ArrowUp, Minus } from 'lucide-react';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import type { OnCall, Refused } from '@/lib/api/oncall';
import type { RefusalField } from '@/lib/api/oncall-names';
import { groupDigits } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { searchHref } from './look';
import { Panel } from './panel';
import { PlainTable, ROW } from './plain-table';

const NAMES: Readonly<Record<RefusalField, string>> = { reason: 'Reasons', app: 'Applications', resource: 'Resources' };

function Change({ value }: { value: Refused }) {
	const by = value.events - value.before;
	const Icon = by > 0 ? ArrowUp : by < 0 ? ArrowDown : Minus;
	return (
		<span className={cn('inline-flex items-center gap-1', value.rises ? 'font-semibold text-deny' : 'text-text-2')}>
			<Icon size={12} aria-hidden />
			{value.before === 0 ? 'new' : by === 0 ? 'same' : `${by > 0 ? '+' : '−'}${groupDigits(Math.abs(by))}`}
		</span>
	);
}

/** Most refused reasons, applications and resources, and how that changed. */
export function RefusalsPanel({ refusals, className }: { refusals: OnCall['refusals']; className?: string }) {
	return (
		<Panel
			title="Refused most"
			note={`last ${refusals.minutes}\u00a0min, and the change from the ${refusals.minutes}\u00a0min before`}
			className={className}
		>
			<div className="grid gap-x-8 gap-y-3 lg:grid-cols-3">
				{refusals.fields.map(({ field, values }) => (
					<div key={field} className="min-w-0">
						{values.length === 0 ? (
							<p className="text-12 text-text-2">
								<span className="text-text-3">{NAMES[field]}</span>: none refused
							</p>
						) : (
							<PlainTable label={`Refused ${NAMES[field].toLowerCase()}`} columns={[NAMES[field], '>Refused', '>Change']}>
								{values.map((value) => (
									<tr key={value.value} className={ROW}>
										<td className="truncate pr-2" title={visible(value.value)}>
											{value.search === null ? (
												visible(value.name ?? value.value)
											) : (
												<Link href={searchHref(value.search)} prefetch={false} data-stop className="text-accent hover:underline">
													{visible(value.name ?? value.value)}
												</Link>
											)}
										</td>
										<td className="text-right">{groupDigits(value.events)}</td>
										<td className="text-right">
											<Change value={value} />
										</td>
									</tr>
								))}
							</PlainTable>
						)}
					</div>
				))}
			</div>
		</Panel>
	);
}
