import { Volume2, VolumeX } from 'lucide-react';
import Link from 'next/link';
import type { Voice } from '@/lib/api/oncall';
import { visible } from '@/lib/events/visible';
import { rateWords } from '@/lib/oncall/words';
import { ageWords } from '@/lib/time-words';
import { searchHref } from './look';
import { Panel } from './panel';
import { PlainTable, ROW } from './plain-table';

const SHOWN_MAX = 8;

/** Who usually speaks at this hour, the silent first. */
export function SilencePanel({ voices, nowMs }: { voices: readonly Voice[]; nowMs: number }) {
	const shown = voices.slice(0, Math.max(SHOWN_MAX, voices.filter((voice) => voice.isSilent).length));
	return (
		<Panel
			title="Who usually speaks"
			note={voices.length === 0 ? undefined : `at this hour${shown.length < voices.length ? `, ${shown.length} of ${voices.length}` : ''}`}
		>
			{voices.length === 0 ? (
				<p className="py-1 text-12 text-text-2">The last 7 days tell of nobody who usually speaks at this hour.</p>
			) : (
				<PlainTable label="Who usually speaks" columns={['Who', 'Zone', '>Usual', '>Last event']}>
					{shown.map((voice) => (
						<tr key={`${voice.zone} ${voice.what} ${voice.name}`} className={ROW}>
							<td className="truncate pr-2">
								<Link
									href={searchHref(voice.search ?? '')}
									prefetch={false}
									data-stop
									title={voice.said}
									className="text-accent hover:underline"
								>
									{voice.what === 'zone' ? 'all of it' : visible(voice.name)}
								</Link>
							</td>
							<td className="truncate pr-2 text-text-2">{visible(voice.zone)}</td>
							<td className="text-right">{rateWords(voice.usualPerMinute)}</td>
							<td className="text-right">
								<span
									className={
										voice.isSilent ? 'inline-flex items-center gap-1 font-semibold text-held' : 'inline-flex items-center gap-1 text-text-2'
									}
								>
									{voice.isSilent ? (
										<VolumeX size={12} role="img" aria-label="silent" />
									) : (
										<Volume2 size={12} role="img" aria-label="speaks" className="text-text-3" />
									)}
									{voice.lastAt === null ? 'over 1\u00a0h' : nowMs === 0 ? '' : `${ageWords(voice.lastAt, nowMs)} ago`}
								</span>
							</td>
						</tr>
					))}
				</PlainTable>
			)}
		</Panel>
	);
}
