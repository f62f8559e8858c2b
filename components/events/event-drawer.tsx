'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, GitCompare, Link2, Pin, UnfoldVertical, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import type { EventDetail, EventItem } from '@/lib/api/events';
import { cutEnd, visible } from '@/lib/events/visible';
import { typeLabel } from '@/lib/events/vocabulary';
import { ageWords } from '@/lib/time-words';
import type { EventPlace } from '@/lib/url/place';
import { failureOf, isWorthRetrying, readJson } from './api';
import { useNow } from './clock';
import { DecisionMark } from './decision-mark';
import { EventChain } from './event-chain';
import { EventClocks } from './event-clocks';
import { EventFields } from './event-fields';
import { EventLeads } from './event-leads';
import { EventRaw } from './event-raw';
import type { ValueActions } from './field-actions';
import { Problem } from './problem';
import { Sentence } from './sentence';

interface Props extends ValueActions {
	readonly place: EventPlace;
	/** The row it was opened from: its words stand at once while the whole is read. */
	readonly row: EventItem | undefined;
	readonly timeZone: string;
	readonly onClose: () => void;
	/** To the next row of the list; undefined where there is none. */
	readonly onNewer: (() => void) | undefined;
	readonly onOlder: (() => void) | undefined;
	/** The events around it; undefined where they are what is shown. */
	readonly onContext: (() => void) | undefined;
	readonly isMarked?: boolean;
	/** Chooses it for comparing, or no longer; undefined where events are not compared. */
	readonly onMark?: () => void;
	/** What a mark is for: comparing, or keeping it in sight. */
	readonly markAs?: 'compare' | 'pin';
	readonly onCopyLink: () => void;
	/** The request whose page this is, when it is one. */
	readonly requestId?: string;
}

/** One event: words first, then fields, clocks, its place in the chain, the record whole. A sheet on a narrow screen. */
export function EventDrawer(props: Props) {
	const {
		place,
		row,
		timeZone,
		onClose,
		onNewer,
		onOlder,
		onContext,
		isMarked,
		onMark,
		markAs = 'compare',
		onCopyLink,
		requestId,
		onFilter,
		hrefOfAll,
		onAll,
	} = props;
	const path = `/v1/events/${encodeURIComponent(place.zone)}/${place.seq}`;
	const { data, error, refetch } = useQuery({
		queryKey: ['event', path],
		queryFn: ({ signal }) => readJson<EventDetail>(path, signal),
		staleTime: 60_000,
		retry: isWorthRetrying,
	});
	const nowMs = useNow();
	const panel = useRef<HTMLElement>(null);
	const head = data ?? row;

	useEffect(() => {
		panel.current?.scrollTo({ top: 0 });
	}, []);

	return (
		<aside
			ref={panel}
			aria-label={`Event ${place.zone} #${place.seq}`}
			className="sheet fixed inset-x-0 z-30 max-h-[58dvh] overflow-auto rounded-t-menu border-t border-line-strong bg-surface px-4 pb-6 lg:static lg:z-auto lg:max-h-none lg:w-(--drawer) lg:shrink-0 lg:rounded-none lg:border-t-0 lg:shadow-none"
		>
			<header className="sticky top-0 z-10 -mx-4 flex items-center gap-2 border-b border-line bg-surface px-4 py-2">
				{head === undefined ? null : (
					<>
						<DecisionMark decision={head.decision} />
						<span className="min-w-0 truncate text-text-2" title={visible(head.type)}>
							{typeLabel(head.type) ?? cutEnd(visible(head.type), 60)}
						</span>
						<span className="shrink-0 text-12 text-text-3 max-sm:hidden">
							{nowMs === 0 ? '' : `${ageWords(head.occurredAt, nowMs)} ago`.replace(/^(in.*) ago$/, '$1')}
						</span>
					</>
				)}
				<span className="ml-auto flex shrink-0">
					<Button kind="quiet" size="icon" aria-label="Newer event" title="Newer (k)" disabled={onNewer === undefined} onClick={onNewer}>
						<ChevronUp size={14} aria-hidden />
					</Button>
					<Button kind="quiet" size="icon" aria-label="Older event" title="Older (j)" disabled={onOlder === undefined} onClick={onOlder}>
						<ChevronDown size={14} aria-hidden />
					</Button>
					<Button
						kind="quiet"
						size="icon"
						aria-label="Events around"
						title="Events around (c)"
						disabled={onContext === undefined}
						onClick={onContext}
					>
						<UnfoldVertical size={14} aria-hidden />
					</Button>
					{onMark === undefined ? null : (
						<Button
							kind="quiet"
							size="icon"
							aria-label={markAs === 'pin' ? 'Keep in sight' : 'Mark to compare'}
							title={markAs === 'pin' ? 'Keep in sight (p)' : 'Mark to compare (m)'}
							aria-pressed={isMarked ?? false}
							onClick={onMark}
							className="aria-pressed:text-accent"
						>
							{markAs === 'pin' ? <Pin size={14} aria-hidden /> : <GitCompare size={14} aria-hidden />}
						</Button>
					)}
					<Button kind="quiet" size="icon" aria-label="Copy link" title="Copy link (y)" onClick={onCopyLink}>
						<Link2 size={14} aria-hidden />
					</Button>
					<Button kind="quiet" size="icon" aria-label="Close" title="Close (Esc)" onClick={onClose}>
						<X size={14} aria-hidden />
					</Button>
				</span>
			</header>
			{head === undefined ? null : (
				<>
					<p className="mt-3 text-15 text-pretty">
						<Sentence segments={head.sentence} decision={head.decision} as="title" />
					</p>
					<EventLeads
						event={head}
						detail={data}
						hrefOfAll={hrefOfAll}
						onAll={onAll}
						requestId={requestId}
						onSameKind={() =>
							onFilter(head.reason === null ? { field: 'type', value: head.type } : { field: 'reason', value: head.reason }, 'keep')
						}
					/>
				</>
			)}
			{error !== null ? <Problem error={failureOf(error)} onRetry={() => void refetch()} /> : null}
			{data === undefined ? (
				error === null && <Waiting />
			) : (
				<>
					<EventFields event={data} onFilter={onFilter} hrefOfAll={hrefOfAll} onAll={onAll} />
					<EventClocks event={data} timeZone={timeZone} />
					<EventChain event={data} />
					<EventRaw event={data} />
				</>
			)}
		</aside>
	);
}

function Waiting() {
	return (
		<div aria-hidden className="late mt-6 flex flex-col gap-3">
			{['w-3/4', 'w-1/2', 'w-2/3', 'w-2/5', 'w-3/5'].map((width) => (
				<span key={width} className={`h-3 rounded-mark bg-raised ${width}`} />
			))}
		</div>
	);
}
