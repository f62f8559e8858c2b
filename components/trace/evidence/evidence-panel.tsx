'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { FileCheck2, X } from 'lucide-react';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useNarrow, useRowHeight } from '@/components/search/table/row-height';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { plural } from '@/lib/events/amounts';
import { cutEnd, shortId, visible } from '@/lib/events/visible';
import { typeLabel } from '@/lib/events/vocabulary';
import { formatPlace } from '@/lib/url/place';
import { Panel } from '../panel';
import { PlaceLink } from '../place-link';
import { useRequest } from '../request-context';
import { CopyEvidence } from './copy-evidence';
import { SignatureMark } from './signature-mark';
import { CHECKED_MAX, useSignatures } from './use-signatures';

const ROWS_TALL = 10;
const GRID = 'grid grid-cols-[110px_minmax(0,1fr)] items-center gap-x-3 md:grid-cols-[120px_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.4fr)]';

/** What keys do with the evidence. */
export interface EvidenceHandle {
	verify(): void;
}

/** The events as they stand in the ledger: place in the chain, ID, and their signatures, checked again on demand. */
export function EvidencePanel({ ref }: { ref: Ref<EvidenceHandle> }) {
	const { request, screen, checks } = useRequest();
	const { results, left, check, stop } = useSignatures();
	useEffect(() => {
		checks.current = new Map([...results].flatMap(([key, result]) => (result.kind === 'checked' ? [[key, result.check] as const] : [])));
	}, [checks, results]);
	const scroller = useRef<HTMLTableSectionElement>(null);
	const narrow = useNarrow();
	const rowPx = useRowHeight();
	const heightPx = narrow ? 52 : rowPx;
	const { events } = request;
	const virtual = useVirtualizer({
		count: events.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => heightPx,
		overscan: 6,
		initialRect: { width: 900, height: heightPx * ROWS_TALL },
	});
	const items = virtual.getVirtualItems();
	const places = events.map((event) => event.place);
	const checked = places.filter((place) => results.get(formatPlace(place))?.kind === 'checked').length;
	const verify = () => check(places);
	useImperativeHandle(ref, () => ({ verify }));

	return (
		<Panel
			title="Evidence"
			note={
				<span role="status">
					{left > 0
						? `${plural(left, 'signature')} left to check`
						: checked > 0
							? `${plural(checked, 'signature')} checked again over the kept bytes`
							: 'as it stands in the ledger; open an event for the bytes as signed'}
				</span>
			}
			actions={
				<>
					{left > 0 ? (
						<Button onClick={stop}>
							<X size={13} aria-hidden /> Stop
						</Button>
					) : (
						<Button onClick={verify} title="Check the signatures again (v)">
							<FileCheck2 size={13} aria-hidden /> Verify{' '}
							{events.length > CHECKED_MAX ? `the first ${CHECKED_MAX} signatures` : 'signatures'}
						</Button>
					)}
					<CopyEvidence />
				</>
			}
		>
			<table aria-label="Evidence" aria-rowcount={screen.counts.events + 1} className="block w-full text-12">
				<thead className="block border-b border-line text-11 text-text-3 max-md:hidden">
					<tr className={cn(GRID, 'h-6')}>
						<th scope="col" className="text-left font-normal">
							Place in the chain
						</th>
						<th scope="col" className="text-left font-normal">
							Type
						</th>
						<th scope="col" className="text-left font-normal">
							Event ID
						</th>
						<th scope="col" className="text-left font-normal">
							Signature
						</th>
					</tr>
				</thead>
				<tbody ref={scroller} className="block overflow-auto" tabIndex={-1} style={{ maxHeight: heightPx * ROWS_TALL }}>
					<tr aria-hidden className="block" style={{ height: items[0]?.start ?? 0 }} />
					{items.map(({ index }) => {
						const event = events[index];
						if (event === undefined) return null;
						return (
							<tr
								key={formatPlace(event.place)}
								aria-rowindex={index + 2}
								style={{ height: heightPx }}
								className={cn(GRID, 'border-b border-line max-md:content-center')}
							>
								<td>
									<PlaceLink place={event.place} />
								</td>
								<td className="truncate">{typeLabel(event.type) ?? cutEnd(visible(event.type), 60)}</td>
								<td className="truncate font-mono max-md:hidden" title={visible(event.id.slice(0, 400))}>
									{shortId(event.id)}
								</td>
								<td className="truncate max-md:col-span-2">
									<SignatureMark result={results.get(formatPlace(event.place))} />
								</td>
							</tr>
						);
					})}
					<tr aria-hidden className="block" style={{ height: virtual.getTotalSize() - (items.at(-1)?.end ?? 0) }} />
				</tbody>
			</table>
		</Panel>
	);
}
