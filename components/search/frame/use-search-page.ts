'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import { failureOf } from '@/components/events/api';
import { useTimeZone } from '@/components/events/clock';
import type { ErrorBody, EventItem, EventList } from '@/lib/api/events';
import { parseQuery } from '@/lib/query/parse';
import { sentenceOf } from '@/lib/query/sentence';
import { COMPARED_MAX } from '@/lib/url/panel';
import { type EventPlace, formatPlace } from '@/lib/url/place';
import { rangeOfWindow } from '@/lib/url/range';
import { formatEventSearch } from '@/lib/url/search';
import type { TableHandle } from '../table/event-table';
import type { Search } from './search-context';
import { addressNow, searchHref, useSearchState } from './search-state';
import { useEventPages, useFacets, useHistogram, useNewEvents, useTotal } from './use-events';
import { useSaid } from './use-said';

export interface FirstRead {
	/** The first page as the server read it, and for which search. */
	readonly first: { readonly query: string; readonly list: EventList } | null;
	/** Why the server could not read it. */
	readonly firstError: ErrorBody | null;
}

const NOT_RUN: ErrorBody = {
	code: 'invalid_input',
	message: 'The query cannot be run as it stands.',
	todo: 'See the mark in it, correct it and press Enter.',
	requestId: '',
};

/** The state of the search page, what it reads, and what its parts are given of both. */
export function useSearchPage({ first, firstError }: FirstRead) {
	const { state, ignored, change, hrefOf } = useSearchState();
	const { timeZone } = useTimeZone(state.timeZone);
	const [reading, setReading] = useState(0);
	const [marks, setMarks] = useState<readonly EventPlace[]>([]);
	const [said, say] = useSaid();
	const table = useRef<TableHandle>(null);

	const parsed = useMemo(() => parseQuery(state.q, { nowMicros: BigInt(Date.now()) * 1000n }), [state.q]);
	const runs = parsed.problems.length === 0;
	const words = useMemo(() => sentenceOf(parsed.query, state.q), [parsed, state.q]);
	const { zones, range, q } = state;
	const search = useMemo(() => ({ zones, range, q }), [zones, range, q]);
	const reads = { search, reading, runs, first };
	const { pages, fixed } = useEventPages(reads);
	const eventQuery = useMemo(() => {
		if (fixed !== null) return formatEventSearch({ ...search, range: rangeOfWindow(fixed.window) });
		return search.range.kind === 'last' ? null : formatEventSearch(search);
	}, [search, fixed]);
	const beside = { eventQuery, runs };
	const total = useTotal(beside);
	const histogram = useHistogram(beside);
	const facets = useFacets(beside);
	const fresh = useNewEvents(reads, fixed);
	const events = useMemo(() => pages.data?.pages.flatMap((page) => page.events) ?? NONE, [pages.data]);

	const edit = useCallback((change_: (text: string) => string) => change({ q: change_(addressNow().q).trim() }), [change]);

	/** What a colleague opens shows what is on this screen: the window as it was fixed, in the zone it is read in. */
	const copyLink = useCallback(() => {
		const range = fixed === null ? {} : { range: rangeOfWindow(fixed.window) };
		const href = searchHref(window.location.pathname, { ...addressNow(), timeZone, ...range });
		navigator.clipboard
			.writeText(new URL(href, window.location.href).toString())
			.then(() => say('Link copied, with its time fixed'))
			// the browser forbids it, as on plain http from another host
			.catch(() => say('The browser did not allow copying'));
	}, [fixed, timeZone, say]);

	const mark = useCallback(
		(event: EventItem) => {
			const key = formatPlace(event);
			setMarks((was) => {
				if (was.some((place) => formatPlace(place) === key)) return was.filter((place) => formatPlace(place) !== key);
				return was.length >= COMPARED_MAX ? was : [...was, { zone: event.zone, seq: event.seq }];
			});
			if (marks.length >= COMPARED_MAX) say(`At most ${COMPARED_MAX} events are compared at once`);
		},
		[marks.length, say],
	);

	const shared: Search = useMemo(
		() => ({ state, change, hrefOf, edit, timeZone, fixed, eventQuery, events, total: total.data, marks, setMarks, table, copyLink, say }),
		[state, change, hrefOf, edit, timeZone, fixed, eventQuery, events, total.data, marks, copyLink, say],
	);
	const hasNone = pages.data === undefined;
	const failure = pages.error !== null && hasNone ? failureOf(pages.error) : hasNone && !runs ? (firstError ?? NOT_RUN) : null;
	return {
		...{ shared, ignored, runs, words, pages, total, histogram, facets, fresh: fresh.data, failure, said, mark },
		/** The window ends at now again. */
		readAnew: () => setReading(reading + 1),
		reading,
	};
}

const NONE: readonly EventItem[] = [];
