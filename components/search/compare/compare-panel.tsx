'use client';

import { useQueries } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { failureOf, isWorthRetrying, readJson } from '@/components/events/api';
import { TimeAndAge } from '@/components/events/clock';
import { DecisionMark } from '@/components/events/decision-mark';
import { Problem } from '@/components/events/problem';
import { Sentence } from '@/components/events/sentence';
import { cn } from '@/components/ui/cn';
import type { EventDetail } from '@/lib/api/events';
import { type EventPlace, formatPlace } from '@/lib/url/place';
import { useSearch } from '../frame/search-context';
import { PanelHead } from '../panel/panel-head';
import { type ComparedField, compareEvents } from './compare';

/** Longest value drawn of a field; the event itself has it whole. */
const TEXT_MAX = 400;

/** Chosen events side by side: what differs first, then what is the same. */
export function ComparePanel({ of }: { of: readonly EventPlace[] }) {
	const { change, setMarks } = useSearch();
	const [onlyDifferent, setOnlyDifferent] = useState(false);
	const reads = useQueries({
		queries: of.map((place) => {
			const path = `/v1/events/${encodeURIComponent(place.zone)}/${place.seq}`;
			return {
				queryKey: ['event', path],
				queryFn: ({ signal }: { signal: AbortSignal }) => readJson<EventDetail>(path, signal),
				staleTime: 60_000,
				retry: isWorthRetrying,
			};
		}),
	});
	const failed = reads.find((read) => read.error !== null);
	const events = reads.map((read) => read.data).filter((event) => event !== undefined);
	const fields = events.length === of.length ? compareEvents(events) : [];
	const different = fields.filter((field) => field.isDifferent).length;

	function remove(place: EventPlace) {
		const rest = of.filter((each) => formatPlace(each) !== formatPlace(place));
		setMarks(rest);
		change({ panel: rest.length < 2 ? null : { kind: 'compare', of: rest } }, 'replace');
	}

	return (
		<section aria-label="Comparison" className="flex min-h-0 flex-1 flex-col">
			<PanelHead
				title={`${of.length} events compared`}
				note={fields.length === 0 ? null : `${different} fields differ, ${fields.length - different} are the same`}
				actions={
					<label className="flex items-center gap-1.5">
						<input
							type="checkbox"
							checked={onlyDifferent}
							onChange={(event) => setOnlyDifferent(event.target.checked)}
							className="accent-accent-solid"
						/>
						Only what differs
					</label>
				}
			/>
			{failed !== undefined ? (
				<Problem error={failureOf(failed.error)} onRetry={() => void failed.refetch()} />
			) : fields.length === 0 ? (
				<p className="late px-3 py-4 text-12 text-text-3">Reading the events…</p>
			) : (
				<section
					aria-label="Compared fields"
					// biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
					tabIndex={0}
					className="min-h-0 flex-1 overflow-auto -outline-offset-2"
				>
					<Comparison
						events={events}
						fields={onlyDifferent ? fields.filter((field) => field.isDifferent) : fields}
						onRemove={of.length > 2 ? remove : undefined}
					/>
				</section>
			)}
		</section>
	);
}

interface ComparisonProps {
	readonly events: readonly EventDetail[];
	readonly fields: readonly ComparedField[];
	readonly onRemove: ((place: EventPlace) => void) | undefined;
}

function Comparison({ events, fields, onRemove }: ComparisonProps) {
	const { timeZone } = useSearch();
	return (
		<table className="w-full border-separate border-spacing-0 text-12">
			<thead>
				<tr>
					<td className="sticky top-0 left-0 z-20 w-32 min-w-28 border-b border-line bg-surface" />
					{events.map((event) => (
						<th
							key={formatPlace(event)}
							scope="col"
							className="sticky top-0 z-10 min-w-52 border-b border-l border-line bg-surface px-2 py-1.5 text-left align-top font-normal"
						>
							<span className="flex items-center gap-2">
								<DecisionMark decision={event.decision} className="text-12" />
								<span className="text-text-3" title={event.zone}>
									#{event.seq.toLocaleString('en')}
								</span>
								{onRemove === undefined ? null : (
									<button
										type="button"
										aria-label={`Take #${event.seq} out of the comparison`}
										title="Take out"
										onClick={() => onRemove(event)}
										className="ml-auto grid size-6 place-items-center rounded-control text-text-3 hover:bg-hover hover:text-text"
									>
										<X size={12} aria-hidden />
									</button>
								)}
							</span>
							<TimeAndAge at={event.occurredAt} timeZone={timeZone} />
							<span className="line-clamp-2 text-pretty">
								<Sentence segments={event.sentence} decision={event.decision} as="row" />
							</span>
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{fields.map((field) => (
					<tr key={field.label} data-different={field.isDifferent}>
						<th
							scope="row"
							className={cn(
								'sticky left-0 border-b border-line bg-surface px-3 py-1 text-left align-top font-normal',
								field.isDifferent ? 'font-medium text-text' : 'text-text-3',
							)}
						>
							{field.label}
							{field.isDifferent ? <span className="sr-only">, differs</span> : null}
						</th>
						{field.texts.map((text, i) => (
							<td
								key={`${i}`}
								className={cn(
									'border-b border-l border-line px-2 py-1 align-top break-words',
									field.kind === 'id' && 'font-mono break-all',
									field.isDifferent ? 'bg-accent-tint text-text' : 'text-text-2',
								)}
							>
								{text === null ? <span className="text-text-3">not carried</span> : text.slice(0, TEXT_MAX)}
							</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}
