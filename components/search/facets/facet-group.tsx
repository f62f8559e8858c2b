'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight, Search } from 'lucide-react';
import { useId, useState } from 'react';
import { readJson } from '@/components/events/api';
import type { FacetField, Facets } from '@/lib/api/search';
import { type Chosen, type FacetAction, type FacetItem, FacetValue } from './facet-value';

export interface FieldChoice {
	readonly kept: ReadonlySet<string>;
	readonly excluded: ReadonlySet<string>;
}

export interface FacetGroupProps {
	readonly field: string;
	readonly title: string;
	/** Most frequent first; undefined while they were never read. */
	readonly items: readonly FacetItem[] | undefined;
	/** How many values there are, shown or not. */
	readonly distinct: number;
	readonly exact: boolean;
	readonly choice: FieldChoice;
	/** For asking for more values; null where all are here. */
	readonly more: { readonly field: FacetField; readonly eventQuery: string } | null;
	readonly onAction: (value: string, action: FacetAction) => void;
}

/** Values shown of themselves, and at most when all are asked for. */
const FIRST = 7;
const ALL_MAX = 500;
/** From so many values on one can search within. */
const SEARCH_FROM = 10;

function chosenAs({ kept, excluded }: FieldChoice, value: string): Chosen {
	return kept.has(value) ? 'kept' : excluded.has(value) ? 'excluded' : null;
}

/**
 * The value as the query has it, or would take it: an id as the query names it already, else an application by its name where no
 * other one here is called so.
 */
function writtenOf({ value, name }: FacetItem, items: readonly FacetItem[], { kept, excluded }: FieldChoice): string {
	if (name === undefined || name === '' || kept.has(value) || excluded.has(value)) return value;
	if (kept.has(name) || excluded.has(name)) return name;
	return items.filter((each) => each.name === name || each.value === name).length === 1 ? name : value;
}

/** A field: its most frequent values, the others on demand. */
export function FacetGroup({ field, title, items, distinct, exact, choice, more, onAction }: FacetGroupProps) {
	const [open, setOpen] = useState(true);
	const [all, setAll] = useState(false);
	const [typed, setTyped] = useState<string | null>(null);
	const listId = useId();
	const contains = typed?.trim() ?? '';
	const asks = more !== null && (all || contains !== '') && distinct > (items?.length ?? 0);
	const found = useQuery({
		queryKey: ['facet', more?.field, more?.eventQuery, contains],
		enabled: asks,
		queryFn: ({ signal }) =>
			readJson<Facets>(
				`/v1/events/facets?${[more?.eventQuery ?? '', `field=${more?.field}`, `limit=${ALL_MAX}`, contains === '' ? '' : `contains=${encodeURIComponent(contains)}`].filter((part) => part !== '').join('&')}`,
				signal,
			),
		placeholderData: (before) => before,
		staleTime: Number.POSITIVE_INFINITY,
	});
	const here = (items ?? []).filter(({ value, name }) => `${value}\n${name ?? ''}`.toLowerCase().includes(contains.toLowerCase()));
	const known = asks && found.data !== undefined ? (found.data.facets[0]?.values ?? []) : here;
	// what is chosen stands here also when nothing of it is left, so that it can be taken back
	const missing = [...choice.kept, ...choice.excluded]
		.filter((value) => contains === '' && !known.some((item) => item.value === value || item.name === value))
		.map((value): FacetItem => ({ value, events: items === undefined ? null : 0 }));
	const shown = [...(all || contains !== '' ? known : withChosen(known, choice)), ...missing];
	const max = Math.max(0, ...(items ?? []).map((item) => item.events ?? 0));

	return (
		<section aria-labelledby={`${listId}t`} className="mt-1">
			<h2 className="flex h-[26px] items-center gap-1 pr-2.5 pl-2 text-text-2">
				<button
					type="button"
					id={`${listId}t`}
					data-stop
					tabIndex={-1}
					aria-expanded={open}
					aria-controls={listId}
					onClick={() => setOpen(!open)}
					className="flex h-full min-w-0 flex-1 items-center gap-1 text-left font-medium"
				>
					{open ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
					{title}
				</button>
				{distinct >= SEARCH_FROM ? (
					<button
						type="button"
						tabIndex={-1}
						data-stop
						aria-label={`Search within ${title.toLowerCase()}`}
						title="Search within"
						aria-expanded={typed !== null}
						onClick={() => setTyped(typed === null ? '' : null)}
						className="grid size-6 place-items-center rounded-control text-text-3 hover:bg-hover hover:text-text"
					>
						<Search size={11} aria-hidden />
					</button>
				) : null}
				<span className="text-11 text-text-3" title={exact ? undefined : 'There may be more'}>
					{items === undefined ? '' : `${distinct.toLocaleString('en')}${exact ? '' : '+'}`}
				</span>
			</h2>
			{typed === null || !open ? null : (
				<input
					// biome-ignore lint/a11y/noAutofocus: it was asked for by the button just pressed
					autoFocus
					value={typed}
					onChange={(event) => setTyped(event.target.value)}
					onKeyDown={(event) => {
						if (event.key !== 'Escape') return;
						event.preventDefault();
						setTyped(null);
					}}
					aria-label={`Values of ${title.toLowerCase()} that hold`}
					placeholder="holds…"
					maxLength={200}
					spellCheck={false}
					className="mx-2.5 mb-1 h-6 w-[calc(100%-20px)] rounded-control border border-control bg-bg px-1.5 text-12 placeholder:text-text-3"
				/>
			)}
			<ul id={listId} hidden={!open}>
				{shown.map((item) => {
					const written = writtenOf(item, known, choice);
					const chosen = chosenAs(choice, written);
					return (
						<FacetValue
							key={item.value}
							field={field}
							item={item}
							max={max}
							chosen={chosen}
							dimmed={chosen === null && choice.kept.size > 0}
							onAction={(action) => onAction(written, action)}
						/>
					);
				})}
				{shown.length === 0 ? (
					<li className="flex h-6 items-center pl-[22px] text-text-3">
						{items === undefined ? (
							<span className="late h-2 w-24 rounded-mark bg-raised" />
						) : contains === '' ? (
							'none carries one'
						) : (
							'none holds this'
						)}
					</li>
				) : null}
			</ul>
			{open && contains === '' && distinct > FIRST ? (
				<button
					type="button"
					data-stop
					tabIndex={-1}
					aria-expanded={all}
					onClick={() => setAll(!all)}
					className="ml-[22px] flex h-6 items-center text-11 text-accent hover:underline"
				>
					{all ? 'Fewer' : `All ${distinct.toLocaleString('en')}${exact ? '' : '+'}`}
				</button>
			) : null}
			{open && all && distinct > ALL_MAX ? (
				<p className="ml-[22px] text-11 text-text-3">The {ALL_MAX} most frequent; search within for the others.</p>
			) : null}
		</section>
	);
}

/** The first values, and those chosen further down. */
function withChosen(items: readonly FacetItem[], { kept, excluded }: FieldChoice): FacetItem[] {
	const isChosen = (value: string) => kept.has(value) || excluded.has(value);
	return items.filter((item, i) => i < FIRST || isChosen(item.value) || isChosen(item.name ?? item.value));
}
