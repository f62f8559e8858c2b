'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { failureOf } from '@/components/events/api';
import { useTimeZone } from '@/components/events/clock';
import { ResizeHandle, useStoredWidth } from '@/components/search/frame/resize-handle';
import { useSaid } from '@/components/search/frame/use-said';
import { Ignored, Said } from '@/components/shell/view-notes';
import type { SignatureCheck } from '@/lib/api/signature-check';
import { cutEnd } from '@/lib/events/visible';
import { textOf } from '@/lib/events/words';
import type { RequestScreen } from '@/lib/request/screen';
import type { Place } from '@/lib/trace/event';
import { requestHref } from '@/lib/url/request';
import { ChainPanel } from './chain/chain-panel';
import { ChangesPanel } from './changes/changes-panel';
import { type EventsHandle, EventsPanel } from './events/events-panel';
import { type EvidenceHandle, EvidencePanel } from './evidence/evidence-panel';
import { rememberRequest } from './find/recent';
import { Banners } from './head/banners';
import { Choices, hrefOfChoice } from './head/choices';
import { RequestHead } from './head/request-head';
import { RequestContext, type RequestShared } from './request-context';
import { useRequestKeys } from './request-keys';
import { addressNow, useRequestState } from './request-state';
import { type TimelineHandle, TimelinePanel } from './timeline/timeline';
import { useWhole } from './use-whole';
import { WhyPanel } from './why/why-panel';

// fetched when an event is first opened; one that a link opens is drawn by the server too
const OpenEvent = dynamic(() => import('./open-event').then((module) => module.OpenEvent));

const DRAWER = { min: 340, max: 900, fallback: 440 };
const WORDS_MAX = 160;

interface Props {
	readonly requestId: string;
	readonly first: RequestScreen;
	readonly traceTemplate: string | null;
}

/** One request: the sentence, the lanes, the chain, why, what changed, and the evidence. All that is chosen is in the address. */
export function RequestView({ requestId, first, traceTemplate }: Props) {
	const router = useRouter();
	const { state, ignored, change, hrefOf } = useRequestState(requestId);
	const { screen, error } = useWhole(first, requestId, state.zone);
	const { timeZone } = useTimeZone(state.timeZone);
	const [said, say] = useSaid();
	const [drawerPx, setDrawerPx] = useStoredWidth('caracal.search.drawer', DRAWER);
	const timeline = useRef<TimelineHandle>(null);
	const events = useRef<EventsHandle>(null);
	const evidence = useRef<EvidenceHandle>(null);
	const checks = useRef<ReadonlyMap<string, SignatureCheck>>(new Map());
	const { request, choices, chosen } = screen;

	const open = useCallback(
		(place: Place) => change({ selected: { zone: place.zone, seq: place.seq } }, addressNow().selected === null ? 'push' : 'replace'),
		[change],
	);

	const copyLink = useCallback(() => {
		// with what the link cannot leave to chance: which of several requests, and the time zone
		const of = choices.length > 1 ? (choices[chosen]?.place ?? null) : null;
		const href = requestHref(requestId, { ...addressNow(), of, timeZone });
		navigator.clipboard.writeText(`${window.location.origin}${href}`).then(
			() => say('Link copied'),
			() => say('The browser did not allow it: copy the address instead'),
		);
	}, [choices, chosen, requestId, timeZone, say]);

	const words = request === null ? '' : cutEnd(textOf(request.sentence), WORDS_MAX);
	useEffect(() => {
		if (words !== '') rememberRequest({ id: requestId, zone: addressNow().zone, words, openedAt: new Date().toISOString() });
	}, [requestId, words]);

	useRequestKeys({
		onMove: (step) => events.current?.move(step),
		onOpen: () => events.current?.open(),
		onClose: () => (addressNow().selected === null ? events.current?.leave() : change({ selected: null })),
		onFind: () => document.querySelector<HTMLElement>('[data-id-box]')?.focus(),
		onCompare: () => document.getElementById('compare-with')?.focus(),
		onLayer: () => change({ layer: addressNow().layer === 'tree' ? 'input' : 'tree' }, 'replace'),
		onVerify: () => evidence.current?.verify(),
		onZoom: (factor) => timeline.current?.zoom(factor),
		onPan: (direction) => timeline.current?.move(direction),
		onWhole: () => timeline.current?.reset(),
		onChoice: (step) => {
			const choice = choices[chosen + step];
			if (choice !== undefined) router.push(hrefOfChoice(requestId, state.zone, state.timeZone, choice));
		},
		onCopyLink: copyLink,
	});

	const shared = useMemo<RequestShared | null>(
		() => (request === null ? null : { requestId, screen, request, state, change, hrefOf, timeZone, open, say, checks, traceTemplate }),
		[requestId, screen, request, state, change, hrefOf, timeZone, open, say, traceTemplate],
	);
	if (shared === null) return null;
	const key = `${choices[chosen]?.place?.zone}/${choices[chosen]?.place?.seq}`;
	return (
		<RequestContext value={shared}>
			<Said>{said}</Said>
			<main className="flex min-h-0 flex-1" style={{ '--drawer': `${drawerPx}px` } as React.CSSProperties}>
				<div className="@container min-w-0 flex-1 overflow-auto bg-surface" key={key}>
					<Ignored parts={ignored} />
					<Banners screen={screen} />
					{error === null ? null : (
						<p role="alert" className="border-b border-line bg-deny-tint px-4 py-1 text-12">
							<strong className="font-semibold">The rest of this request could not be read.</strong> What stands here is its beginning.{' '}
							{failureOf(error).message}
						</p>
					)}
					<Choices />
					<RequestHead onCopyLink={copyLink} />
					<div className="grid gap-px border-b border-line bg-line @5xl:grid-cols-[minmax(0,1fr)_minmax(0,540px)]">
						<TimelinePanel ref={timeline} />
						<EventsPanel ref={events} />
					</div>
					<div className="grid gap-px border-b border-line bg-line @3xl:grid-cols-2 @6xl:grid-cols-3">
						<ChainPanel />
						<WhyPanel />
						<ChangesPanel />
					</div>
					<EvidencePanel ref={evidence} />
				</div>
				{state.selected === null ? null : (
					<>
						<ResizeHandle label="Width of the event" width={drawerPx} onWidth={setDrawerPx} isLeft={false} {...DRAWER} />
						<OpenEvent
							place={state.selected}
							onEarlier={() => events.current?.move(-1)}
							onLater={() => events.current?.move(1)}
							onCopyLink={copyLink}
						/>
					</>
				)}
			</main>
		</RequestContext>
	);
}
