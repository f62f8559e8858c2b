'use client';

import { useRouter } from 'next/navigation';
import { EventDrawer } from '@/components/events/event-drawer';
import { acted } from '@/components/search/frame/acted';
import type { EventItem } from '@/lib/api/events';
import type { FieldFilter } from '@/lib/events/fields';
import { writeValues } from '@/lib/query/quote';
import { type EventPlace, formatPlace } from '@/lib/url/place';
import { DEFAULT_SEARCH, formatSearch } from '@/lib/url/search';
import { pinned } from './pins';
import { useTail } from './tail-context';
import { tailNow } from './use-tail-state';

interface Props {
	readonly place: EventPlace;
	readonly row: EventItem | undefined;
	readonly onMove: (step: 1 | -1) => void;
}

/** Every event with a value, in all time and every zone, is the search's. */
function searchAll({ field, value }: FieldFilter): string {
	return `/search?${formatSearch({ ...DEFAULT_SEARCH, q: writeValues(field, [value]), range: { kind: 'all' } })}`;
}

/** The open event, with its values tied to the query of the tail. */
export function OpenEvent({ place, row, onMove }: Props) {
	const { state, change, edit, timeZone, copyLink } = useTail();
	const router = useRouter();
	const key = formatPlace(place);
	const context = formatSearch({ ...DEFAULT_SEARCH, zones: [place.zone], panel: { kind: 'context', of: place } });
	const down = state.order === 'top' ? 1 : -1;
	return (
		<EventDrawer
			key={key}
			place={place}
			row={row}
			timeZone={timeZone}
			onClose={() => change({ selected: null })}
			onNewer={row === undefined ? undefined : () => onMove(down === 1 ? -1 : 1)}
			onOlder={row === undefined ? undefined : () => onMove(down)}
			onContext={() => router.push(`/search?${context}`)}
			isMarked={state.pins.some((pin) => formatPlace(pin) === key)}
			onMark={() => change({ pins: pinned(tailNow().pins, place) }, 'replace')}
			markAs="pin"
			onCopyLink={copyLink}
			onFilter={({ field, value }, action) => edit((text) => acted(text, field, value, action))}
			hrefOfAll={searchAll}
			onAll={(filter) => router.push(searchAll(filter))}
		/>
	);
}
