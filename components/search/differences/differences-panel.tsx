'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { failureOf, isWorthRetrying, readJson } from '@/components/events/api';
import { Nothing, Problem } from '@/components/events/problem';
import { cn } from '@/components/ui/cn';
import type { Differences } from '@/lib/api/search';
import { formatMicros } from '@/lib/time';
import { clockParts } from '@/lib/time-words';
import type { Selection } from '@/lib/url/panel';
import { acted } from '../frame/acted';
import { useSearch } from '../frame/search-context';
import { PanelHead } from '../panel/panel-head';
import { DifferenceRow } from './difference-row';
import { SelectionForm, selectionWords } from './selection-form';

function parametersOf(selection: Selection): string {
	return selection.kind === 'query'
		? `sel_q=${encodeURIComponent(selection.q)}`
		: `sel_from=${formatMicros(selection.from)}&sel_to=${formatMicros(selection.to)}`;
}

/** How a part of the search differs from the rest of it, what differs most first. */
export function DifferencesPanel({ selection }: { selection: Selection }) {
	const { eventQuery, edit, timeZone } = useSearch();
	const query = [eventQuery ?? '', parametersOf(selection)].filter((part) => part !== '').join('&');
	const { data, error, refetch, isPlaceholderData } = useQuery({
		queryKey: ['event-differences', query],
		enabled: eventQuery !== null,
		queryFn: ({ signal }) => readJson<Differences>(`/v1/events/differences?${query}`, signal),
		placeholderData: keepPreviousData,
		staleTime: Number.POSITIVE_INFINITY,
		retry: isWorthRetrying,
	});
	return (
		<section aria-label="What is different" className="flex min-h-0 flex-1 flex-col">
			<PanelHead
				title="What is different"
				note={
					<>
						in{' '}
						<span className={selection.kind === 'query' ? 'font-mono text-text' : 'text-text'}>{selectionWords(selection, timeZone)}</span>
						{data === undefined
							? null
							: `: ${data.selected.toLocaleString('en')} events against the ${data.rest.toLocaleString('en')} others of this search`}
					</>
				}
				actions={<SelectionForm key={selectionWords(selection, timeZone)} selection={selection} />}
			/>
			{data?.exact === false ? <Partial covered={data.covered} timeZone={timeZone} /> : null}
			{error !== null && data === undefined ? (
				<Problem error={failureOf(error)} onRetry={() => void refetch()} />
			) : data === undefined ? (
				<p className="late px-3 py-4 text-12 text-text-3">Counting…</p>
			) : data.fields.length === 0 ? (
				<NothingDiffers data={data} />
			) : (
				<section
					aria-label="Differences"
					// biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
					tabIndex={0}
					className={cn('min-h-0 flex-1 overflow-auto -outline-offset-2', isPlaceholderData && 'opacity-60')}
				>
					<table className="w-full border-separate border-spacing-0 max-sm:block">
						<thead className="max-sm:sr-only sm:sticky top-0 z-10 bg-surface text-left text-12 text-text-3">
							<tr className="[&>*]:border-b [&>*]:border-line [&>*]:px-2 [&>*]:py-1 [&>*]:font-normal">
								<th scope="col" className="w-28 pl-3! max-sm:hidden">
									Field
								</th>
								<th scope="col">Value</th>
								<th scope="col" className="w-[17%] min-w-24">
									Selected
								</th>
								<th scope="col" className="w-[17%] min-w-24">
									Rest
								</th>
								<th scope="col" className="w-20 text-right" title="Share among the selected by share among the rest">
									Lift
								</th>
								<td className="w-8" />
							</tr>
						</thead>
						<tbody className="max-sm:block">
							{data.fields.map((difference) => (
								<DifferenceRow
									key={`${difference.field}/${difference.value}`}
									difference={difference}
									whole={data}
									onAct={(action) => edit((text) => acted(text, difference.field, difference.value, action))}
								/>
							))}
						</tbody>
					</table>
				</section>
			)}
		</section>
	);
}

/** Not all of the window was counted: which part was. */
function Partial({ covered, timeZone }: { covered: Differences['covered']; timeZone: string }) {
	const words = (at: string | null, open: string) => {
		if (at === null) return open;
		const { date, clock } = clockParts(at, timeZone);
		return `${date} ${clock.slice(0, 8)}`;
	};
	return (
		<p role="status" className="border-b border-line bg-unknown-tint px-3 py-1 text-12">
			<strong className="font-semibold">Not the whole search:</strong> counting it took too long.
			{covered === null
				? ''
				: ` These counts are of ${words(covered.from, 'the beginning')} to ${words(covered.to, 'the end')} ${timeZone}.`}
		</p>
	);
}

function NothingDiffers({ data }: { data: Differences }) {
	const words =
		data.selected === 0
			? 'No event of this search is in the selection.'
			: data.rest === 0
				? 'The selection is the whole search: there is nothing to set it against.'
				: 'No value is frequent enough, or its share differs enough, to say that it is different.';
	return (
		<Nothing title={data.selected === 0 || data.rest === 0 ? 'Nothing to compare.' : 'Nothing stands out.'}>
			<p>{words}</p>
		</Nothing>
	);
}
