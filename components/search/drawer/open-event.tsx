'use client';

import { EventDrawer } from '@/components/events/event-drawer';
import type { EventItem } from '@/lib/api/events';
import type { FieldFilter } from '@/lib/events/fields';
import { writeValues } from '@/lib/query/quote';
import { COMPARED_MAX } from '@/lib/url/panel';
import { type EventPlace, formatPlace } from '@/lib/url/place';
import type { SearchState } from '@/lib/url/search';
import { acted } from '../frame/acted';
import { useSearch } from '../frame/search-context';

interface Props {
	readonly place: EventPlace;
	/** The row it was opened from, when the list holds it. */
	readonly row: EventItem | undefined;
	/** To the next row of the list; undefined where there is none. */
	readonly onNewer: (() => void) | undefined;
	readonly onOlder: (() => void) | undefined;
}

/** Every event with a value, in all time and every zone: what the value did, whatever was searched for. */
function allOf({ field, value }: FieldFilter): Partial<SearchState> {
	return { q: writeValues(field, [value]), range: { kind: 'all' }, zones: [], panel: null };
}

/** The marks with an event among them, or no longer; the oldest mark gives way when there are too many. */
export function marked(marks: readonly EventPlace[], { zone, seq }: EventPlace): readonly EventPlace[] {
	const key = formatPlace({ zone, seq });
	const others = marks.filter((mark) => formatPlace(mark) !== key);
	return others.length < marks.length ? others : [...others, { zone, seq }].slice(-COMPARED_MAX);
}

/** The open event, with its values tied to the search. */
export function OpenEvent({ place, row, onNewer, onOlder }: Props) {
	const { state, change, hrefOf, edit, timeZone, marks, setMarks, copyLink } = useSearch();
	const isContext = state.panel?.kind === 'context' && formatPlace(state.panel.of) === formatPlace(place);
	return (
		<EventDrawer
			key={formatPlace(place)}
			place={place}
			row={row}
			timeZone={timeZone}
			onClose={() => change({ selected: null })}
			onNewer={onNewer}
			onOlder={onOlder}
			onContext={isContext ? undefined : () => change({ panel: { kind: 'context', of: place } })}
			isMarked={marks.some((mark) => formatPlace(mark) === formatPlace(place))}
			onMark={() => setMarks(marked(marks, place))}
			onCopyLink={copyLink}
			onFilter={({ field, value }, action) => edit((text) => acted(text, field, value, action))}
			hrefOfAll={(filter) => hrefOf(allOf(filter))}
			onAll={(filter) => change(allOf(filter))}
		/>
	);
}
