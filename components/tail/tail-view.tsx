'use client';

import dynamic from 'next/dynamic';
import { type CSSProperties, useCallback, useRef } from 'react';
import { acted } from '@/components/search/frame/acted';
import { ResizeHandle, useStoredWidth } from '@/components/search/frame/resize-handle';
import type { TableHandle } from '@/components/search/table/event-table';
import { Ignored, Said } from '@/components/shell/view-notes';
import { decisionWord } from '@/lib/events/vocabulary';
import { Figures } from './figures';
import { LinkNotice } from './link-notice';
import { pinned } from './pins';
import { Side } from './side';
import { ListBar, TailLine } from './tail-bar';
import { TailContext } from './tail-context';
import { useTailKeys } from './tail-keys';
import { TailList } from './tail-list';
import { useTailPage } from './use-tail-page';
import { tailNow } from './use-tail-state';

// fetched when first opened
const OpenEvent = dynamic(() => import('./open-event').then((module) => module.OpenEvent));

const DRAWER = { min: 340, max: 900, fallback: 440 };

/** The ledger as it grows: query, counters, rows, and what they come to. All of it but the rows is in the address. @param who whose session it is */
export function TailView({ who }: { who: string }) {
	const { shared, ignored, words, said, pause } = useTailPage(who);
	const { state, change, edit, now, toggle, copyLink } = shared;
	const table = useRef<TableHandle>(null);
	const box = useRef<HTMLInputElement>(null);
	const [drawerPx, setDrawerPx] = useStoredWidth('caracal.search.drawer', DRAWER);
	const { selected } = state;
	const row = selected === null ? undefined : now.rows.find((each) => each.seq === selected.seq && each.zone === selected.zone);

	const act = useCallback(
		(field: string, value: string, action: 'only' | 'exclude') => edit((text) => acted(text, field, value, action)),
		[edit],
	);
	const move = (step: 1 | -1) => {
		pause('row');
		table.current?.move(step);
	};
	useTailKeys({
		onPause: () => toggle('key'),
		onFocusBox: () => box.current?.focus(),
		onMove: move,
		onOpen: () => table.current?.open(),
		onClose: () => {
			if (tailNow().selected !== null) change({ selected: null });
			else table.current?.leave();
		},
		onFilter: (how) => {
			const event = table.current?.current();
			if (event === undefined) return;
			if (how === 'exclude') act('type', event.type, 'exclude');
			else edit((text) => acted(acted(text, 'type', event.type, 'only'), 'decision', decisionWord(event.decision), 'only'));
		},
		onPin: () => {
			const event = table.current?.current() ?? tailNow().selected;
			if (event !== null) change({ pins: pinned(tailNow().pins, event) }, 'replace');
		},
		onCopyLink: copyLink,
	});

	return (
		<TailContext value={shared}>
			<main className="relative flex min-h-0 min-w-0 flex-1 flex-col bg-surface" style={{ '--drawer': `${drawerPx}px` } as CSSProperties}>
				<h1 className="sr-only">Tail</h1>
				<Said>{said}</Said>
				<TailLine ref={box} />
				<Ignored parts={ignored} />
				<LinkNotice />
				<Figures />
				<div className="flex min-h-0 flex-1">
					<div className="flex min-w-0 flex-1 flex-col">
						<ListBar />
						<TailList table={table} words={words} onAct={act} />
					</div>
					{selected === null ? (
						<Side onReason={(reason) => act('reason', reason, 'only')} />
					) : (
						<>
							<ResizeHandle label="Width of the event" width={drawerPx} onWidth={setDrawerPx} isLeft={false} {...DRAWER} />
							<OpenEvent place={selected} row={row} onMove={move} />
						</>
					)}
				</div>
			</main>
		</TailContext>
	);
}
