import Link from 'next/link';
import { TimeAndAge } from '@/components/events/clock';
import { cn } from '@/components/ui/cn';
import type { PlaceNear } from '@/lib/api/integrity';
import { groupDigits } from '@/lib/events/amounts';
import { shortId, visible } from '@/lib/events/visible';
import { ledgerEventHref } from '@/lib/url/integrity';
import { Mark } from './look';

const WORDS = {
	content: { holds: 'columns give it', fails: 'columns do not give it', unknown: 'cannot tell' },
	link: { holds: 'follows', fails: 'does not follow', unknown: 'cannot tell' },
	tree: { holds: 'as signed', fails: 'not what was signed', unknown: 'not in the tree yet' },
} as const;

const CELL = 'py-1 pr-4 text-left align-top font-normal whitespace-nowrap';

function Row({ zone, place, timeZone }: { zone: string; place: PlaceNear; timeZone: string }) {
	const { seq, event, isSubject } = place;
	const name = `#${groupDigits(seq)}`;
	return (
		<tr className={cn('border-t border-line', isSubject && 'bg-fault-tint')}>
			<th scope="row" className={CELL}>
				{event === null ? (
					<span>{name}</span>
				) : (
					<Link href={ledgerEventHref({ zone, seq })} prefetch={false} data-stop className="text-accent underline">
						{name}
					</Link>
				)}
			</th>
			{event === null ? (
				<td colSpan={6} className={CELL}>
					<Mark tone="fails">no event stands here</Mark>
				</td>
			) : (
				<>
					<td className={CELL}>
						{visible(event.type)}
						{event.decision === '' ? '' : `, ${visible(event.decision)}`}
					</td>
					<td className={CELL}>
						<TimeAndAge at={event.occurredAt} timeZone={timeZone} />
					</td>
					<td className={cn(CELL, 'font-mono text-11')} title={event.contentSha256}>
						{shortId(event.contentSha256)}
					</td>
					<td className={CELL}>
						<Mark tone={place.content}>{WORDS.content[place.content]}</Mark>
					</td>
					<td className={CELL}>
						<Mark tone={place.link}>{WORDS.link[place.link]}</Mark>
					</td>
					<td className={CELL}>
						<Mark tone={place.tree}>{WORDS.tree[place.tree]}</Mark>
					</td>
				</>
			)}
		</tr>
	);
}

/** The events before a finding and after it, and what row, predecessor and signed tree say of each. */
export function NearPlaces({ zone, places, timeZone }: { zone: string; places: readonly PlaceNear[]; timeZone: string }) {
	if (places.length === 0) return <p className="mt-4 text-12 text-text-2">It is about no one event: what it was found in is told above.</p>;
	return (
		<section aria-label="Events before and after" className="mt-4 overflow-x-auto" tabIndex={-1}>
			<table aria-label="Events before and after" className="w-full text-12">
				<thead>
					<tr className="text-text-3">
						{['Place', 'Event', 'Occurred', 'Content hash', 'Row', 'Link to the one before', 'Signed tree'].map((name) => (
							<th key={name} scope="col" className={CELL}>
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{places.map((place) => (
						<Row key={place.seq} zone={zone} place={place} timeZone={timeZone} />
					))}
				</tbody>
			</table>
		</section>
	);
}
