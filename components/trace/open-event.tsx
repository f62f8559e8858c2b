'use client';

import { useRouter } from 'next/navigation';
import { EventDrawer } from '@/components/events/event-drawer';
import type { FieldFilter } from '@/lib/events/fields';
import { writeValues } from '@/lib/query/quote';
import type { Place } from '@/lib/trace/event';
import { formatPlace } from '@/lib/url/place';
import { DEFAULT_SEARCH, formatSearch } from '@/lib/url/search';
import { useRequest } from './request-context';

interface Props {
	readonly place: Place;
	readonly onEarlier: () => void;
	readonly onLater: () => void;
	readonly onCopyLink: () => void;
}

/** Every event with a value, in all time and every zone. */
function hrefOfAll({ field, value }: FieldFilter, isExcluded = false): string {
	const q = `${isExcluded ? '-' : ''}${writeValues(field, [value])}`;
	return `/search?${formatSearch({ ...DEFAULT_SEARCH, range: { kind: 'all' }, q })}`;
}

/** The open event; its values lead to the search. */
export function OpenEvent({ place, onEarlier, onLater, onCopyLink }: Props) {
	const { requestId, change, timeZone } = useRequest();
	const router = useRouter();
	return (
		<EventDrawer
			key={formatPlace(place)}
			place={place}
			row={undefined}
			timeZone={timeZone}
			onClose={() => change({ selected: null })}
			onNewer={onEarlier}
			onOlder={onLater}
			onContext={() =>
				router.push(`/search?${formatSearch({ ...DEFAULT_SEARCH, range: { kind: 'all' }, panel: { kind: 'context', of: place } })}`)
			}
			onCopyLink={onCopyLink}
			requestId={requestId}
			onFilter={(filter, action) => router.push(hrefOfAll(filter, action === 'exclude'))}
			hrefOfAll={(filter) => hrefOfAll(filter)}
			onAll={(filter) => router.push(hrefOfAll(filter))}
		/>
	);
}
