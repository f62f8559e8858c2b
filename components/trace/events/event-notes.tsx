'use client';

import { CircleDashed, Clock } from 'lucide-react';
import { groupDigits } from '@/lib/events/amounts';
import { textOf } from '@/lib/events/words';
import { PlaceLink } from '../place-link';
import { useRequest } from '../request-context';
import { Words } from '../words';

const SHOWN_MAX = 4;

/** What the clocks and the missing steps mean, in sentences. */
export function EventNotes() {
	const { request } = useRequest();
	const odd = request.events.filter((event) => event.clocks.note.length > 0);
	const { skews } = request.timeline;
	const ghosts = [...new Map(request.ghosts.map((ghost) => [textOf(ghost.why), ghost])).values()];
	if (odd.length + skews.length + ghosts.length === 0) return null;
	return (
		<ul aria-label="What the clocks and the missing steps mean" className="mt-2 flex flex-col gap-1 text-12 text-text-2">
			{skews.slice(0, SHOWN_MAX).map((skew) => (
				<li key={textOf(skew)} className="flex gap-1.5">
					<Clock size={13} aria-hidden className="mt-0.5 shrink-0 text-held" />
					<Words of={skew} />
				</li>
			))}
			{odd.slice(0, SHOWN_MAX).map((event) => (
				<li key={`${event.place.zone}/${event.place.seq}`} className="flex gap-1.5">
					<Clock size={13} aria-hidden className="mt-0.5 shrink-0 text-held" />
					<span>
						<PlaceLink place={event.place} /> <Words of={event.clocks.note} />
					</span>
				</li>
			))}
			{odd.length > SHOWN_MAX ? (
				<li className="pl-5">{groupDigits(odd.length - SHOWN_MAX)} more events have clocks that disagree.</li>
			) : null}
			{ghosts.slice(0, SHOWN_MAX).map((ghost) => (
				<li key={textOf(ghost.why)} className="flex gap-1.5">
					<CircleDashed size={13} aria-hidden className="mt-0.5 shrink-0 text-held" />
					<span className="text-pretty">
						<Words of={ghost.title} /> ({ghost.sure}): <Words of={ghost.why} />.
					</span>
				</li>
			))}
		</ul>
	);
}
