'use client';

import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { OpeningMark } from '@/components/ui/opening-mark';
import { plural } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { textOf } from '@/lib/events/words';
import type { RequestChoice } from '@/lib/request/screen';
import { clockParts } from '@/lib/time-words';
import { requestHref } from '@/lib/url/request';
import { MeaningMark } from '../meaning-mark';
import { useRequest } from '../request-context';
import { Words } from '../words';

/** The link to one of the requests that share an ID. */
export function hrefOfChoice(requestId: string, zone: string | null, timeZone: string | null, choice: RequestChoice): string {
	return requestHref(requestId, { zone, of: choice.place, timeZone });
}

/** The requests that share the ID, told apart. */
export function Choices() {
	const { requestId, screen, state, timeZone } = useRequest();
	const { choices, chosen, answer } = screen;
	if (choices.length < 2) return null;
	return (
		<nav aria-label="Requests of this ID" className="border-b border-line bg-held-tint px-4 py-2">
			<p className="text-12">
				<strong className="font-semibold">Shown as {choices.length} requests.</strong> <Words of={answer.trace.apartWords} />
				{answer.trace.requestsLeftOut > 0 ? ` ${plural(answer.trace.requestsLeftOut, 'more request')} left out.` : ''}
			</p>
			<ol className="mt-1.5 flex gap-2 overflow-x-auto pb-1">
				{choices.map((choice, i) => {
					const { date, clock } = clockParts(choice.from, timeZone);
					return (
						<li key={`${choice.place?.zone}/${choice.place?.seq}`}>
							<Link
								href={hrefOfChoice(requestId, state.zone, state.timeZone, choice)}
								aria-current={i === chosen ? 'true' : undefined}
								title={textOf(choice.sentence)}
								className={cn(
									'flex flex-col rounded-control border bg-surface px-2.5 py-1 text-12 whitespace-nowrap hover:bg-hover',
									i === chosen ? 'border-accent' : 'border-line-strong',
								)}
							>
								<span className="flex items-center gap-2">
									<MeaningMark meaning={choice.meaning} className="text-12" />
									<span className="max-w-[24ch] truncate font-medium">{visible(choice.app) || 'no application'}</span>
								</span>
								<span className="text-text-2">
									{date} {clock.slice(0, 8)}, {choice.zone}, {plural(choice.events, 'event')}
									<OpeningMark />
								</span>
							</Link>
						</li>
					);
				})}
			</ol>
		</nav>
	);
}
