'use client';

import dynamic from 'next/dynamic';
import { type CSSProperties, useMemo, useRef, useState } from 'react';
import { failureOf } from '@/components/events/api';
import { Ignored, Said } from '@/components/shell/view-notes';
import { decisionWord } from '@/lib/events/vocabulary';
import { removeWindow } from '@/lib/query/edit';
import { FacetRail } from '../facets/facet-rail';
import type { FacetAction } from '../facets/facet-value';
import { Histogram } from '../histogram/histogram';
import { QueryLine } from '../query-bar/query-line';
import { acted } from './acted';
import { choicesOf } from './edits';
import { EventsList } from './events-list';
import { ListBar } from './list-bar';
import { Panel } from './panels';
import { ResizeHandle, useStoredWidth } from './resize-handle';
import { SearchContext } from './search-context';
import { useSearchKeys } from './search-keys';
import { addressNow } from './search-state';
import { type FirstRead, useSearchPage } from './use-search-page';
import { selectedStretch, zoomedRange } from './zoom';

// fetched when first opened; an event that a link opens is drawn by the server too
const OpenEvent = dynamic(() => import('../drawer/open-event').then((module) => module.OpenEvent));
const FacetSheet = dynamic(() => import('./facet-sheet').then((module) => module.FacetSheet), { ssr: false });
const ExportDialog = dynamic(() => import('../export/export-dialog').then((module) => module.ExportDialog), { ssr: false });

const FACETS = { min: 150, max: 420, fallback: 216 };
const DRAWER = { min: 340, max: 900, fallback: 440 };

/** The ledger, newest first: query, facets, histogram, rows or a panel, and one event in the drawer. All of it is in the address. */
export function SearchView(read: FirstRead) {
	const page = useSearchPage(read);
	const { shared, ignored, runs, pages, total, histogram, facets, failure, said } = page;
	const { state, change, edit, timeZone, fixed, events, marks, table, copyLink } = shared;
	const [facetPx, setFacetPx] = useStoredWidth('caracal.search.facets', FACETS);
	const [drawerPx, setDrawerPx] = useStoredWidth('caracal.search.drawer', DRAWER);
	const [sheetOpen, setSheetOpen] = useState(false);
	const [exportOpen, setExportOpen] = useState(false);
	const box = useRef<HTMLInputElement>(null);
	const rail = useRef<HTMLElement>(null);
	const choices = useMemo(() => choicesOf(state.q), [state.q]);
	const chosen = [...choices.values()].reduce((sum, { kept, excluded }) => sum + kept.size + excluded.size, 0);
	const selectedIndex = events.findIndex((event) => event.zone === state.selected?.zone && event.seq === state.selected.seq);

	const act = (field: string, value: string, action: FacetAction) => edit((text) => acted(text, field, value, action));

	function compare() {
		if (marks.length >= 2) change({ panel: { kind: 'compare', of: marks } });
	}

	useSearchKeys({
		onFocusBox: () => box.current?.focus(),
		onMove: (step) => table.current?.move(step),
		onOpen: () => table.current?.open(),
		onClose: () => {
			const now = addressNow();
			if (now.selected !== null) change({ selected: null });
			else if (now.panel !== null) change({ panel: null });
			else table.current?.leave();
		},
		onFilter: (how) => {
			const event = table.current?.current();
			if (event === undefined) return;
			if (how === 'exclude') act('type', event.type, 'exclude');
			else edit((text) => acted(acted(text, 'type', event.type, 'only'), 'decision', decisionWord(event.decision), 'only'));
		},
		onContext: () => {
			const of = table.current?.current() ?? addressNow().selected;
			if (of !== null) change({ panel: { kind: 'context', of: { zone: of.zone, seq: of.seq } } });
		},
		onMark: () => {
			const event = table.current?.current();
			if (event !== undefined) page.mark(event);
		},
		onCompare: compare,
		onFacets: () => rail.current?.querySelector<HTMLElement>('[data-stop][tabindex="0"]')?.focus(),
		onCopyLink: copyLink,
	});

	const facetProps = {
		answer: facets.data,
		failed: facets.isError ? failureOf(facets.error).message : null,
		dimmed: facets.isPlaceholderData && runs,
		eventQuery: shared.eventQuery,
		choices,
		onAction: act,
		onRetry: () => void facets.refetch(),
	};
	const style = { '--facets': `${facetPx}px`, '--drawer': `${drawerPx}px` } as CSSProperties;

	return (
		<SearchContext value={shared}>
			<main className="relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface" style={style}>
				<h1 className="sr-only">Search</h1>
				<Said>{said}</Said>
				<QueryLine ref={box} facets={facets.data} />
				<Ignored parts={ignored} />
				<div className="flex min-h-0 flex-1">
					<FacetRail ref={rail} {...facetProps} className="hidden w-(--facets) shrink-0 lg:block" />
					<ResizeHandle label="Width of the filters" width={facetPx} onWidth={setFacetPx} isLeft {...FACETS} />
					<div className="flex min-w-0 flex-1 flex-col">
						<Histogram
							answer={histogram.data}
							total={total.data}
							failed={histogram.isError ? failureOf(histogram.error).message : null}
							totalFailed={total.isError || failure !== null}
							dimmed={histogram.isPlaceholderData}
							totalDimmed={total.isPlaceholderData}
							timeZone={timeZone}
							selected={selectedStretch(state.panel)}
							datedAhead={fixed?.datedAhead ?? 0}
							onZoom={(stretch) =>
								change({
									range: zoomedRange(stretch, fixed?.window ?? null, Date.now()),
									// a window within the query would hold the zoom back
									q: removeWindow(addressNow().q),
									panel: null,
								})
							}
							onCompare={(stretch) => {
								const range = zoomedRange(stretch, fixed?.window ?? null, Date.now());
								if (range.from !== null && range.to !== null)
									change({ panel: { kind: 'differences', selection: { kind: 'window', from: range.from, to: range.to } } });
							}}
							onRetry={() => void histogram.refetch()}
						/>
						{state.panel !== null ? (
							<Panel panel={state.panel} />
						) : (
							<>
								<ListBar
									reading={pages.isFetching && !pages.isFetchingNextPage}
									fresh={page.fresh}
									onFresh={() => {
										table.current?.leave();
										page.readAnew();
									}}
									chosen={chosen}
									onFacets={() => setSheetOpen(true)}
									onCompare={compare}
									onExport={() => setExportOpen(true)}
								/>
								<EventsList key={page.reading} pages={pages} failure={failure} onMark={page.mark} words={page.words} />
							</>
						)}
					</div>
					{state.selected === null ? null : (
						<>
							<ResizeHandle label="Width of the event" width={drawerPx} onWidth={setDrawerPx} isLeft={false} {...DRAWER} />
							<OpenEvent
								place={state.selected}
								row={events[selectedIndex]}
								onNewer={selectedIndex === 0 ? undefined : () => table.current?.move(-1)}
								onOlder={selectedIndex === events.length - 1 ? undefined : () => table.current?.move(1)}
							/>
						</>
					)}
				</div>
			</main>
			{sheetOpen ? <FacetSheet onClose={() => setSheetOpen(false)} rail={facetProps} total={total.data} /> : null}
			{exportOpen ? <ExportDialog open onOpenChange={setExportOpen} /> : null}
		</SearchContext>
	);
}
