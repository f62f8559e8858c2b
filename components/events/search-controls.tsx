'use client';

import { Search as SearchIcon, X } from 'lucide-react';
import { type FormEvent, type RefObject, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { EventTotal, LookupResult } from '@/lib/api/events';
import { cutEnd, shortId, visible } from '@/lib/events/visible';
import { DECISIONS, KNOWN_TYPES, NO_DECISION, typeLabel } from '@/lib/events/vocabulary';
import type { SearchState, ValueFilter } from '@/lib/url/search';
import { readJson } from './api';
import { type Choice, ChoiceMenu } from './choice-menu';
import { DecisionMark } from './decision-mark';
import type { ChangeSearch } from './search-state';

interface Props {
	readonly state: SearchState;
	readonly change: ChangeSearch;
	readonly total: EventTotal | undefined;
	readonly idBox: RefObject<HTMLInputElement | null>;
	/** Types the ledger has had, besides those this version has words for. */
	readonly types: readonly string[];
}

/** Values the link names that no list has still stand in the menu, so that they can be taken away. */
function withNamed(known: readonly string[], filter: ValueFilter): string[] {
	return [...new Set([...known, ...filter.only, ...filter.not])];
}

function decisionChoices(filter: ValueFilter, total: EventTotal | undefined): Choice[] {
	const counts = new Map(total?.decisions.map((row) => [row.decision, row.events]));
	return withNamed([...DECISIONS, NO_DECISION, ...counts.keys()], filter).map((value) => {
		const count = counts.get(value);
		return { value, words: value, label: <DecisionMark decision={value} />, ...(count === undefined ? {} : { count }) };
	});
}

function typeChoices(filter: ValueFilter, types: readonly string[]): Choice[] {
	return withNamed([...KNOWN_TYPES, ...types], filter).map((value) => {
		const words = typeLabel(value);
		return {
			value,
			words: `${value} ${words ?? ''}`,
			label: (
				<>
					{words ?? cutEnd(visible(value), 40)}{' '}
					{words === undefined ? null : <code className="font-mono text-11 text-text-3">{value}</code>}
				</>
			),
		};
	});
}

/** The filters of the search, each in the address. */
export function SearchControls({ state, change, total, idBox, types }: Props) {
	return (
		<div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
			<IdBox change={change} idBox={idBox} />
			<ChoiceMenu
				name="Decision"
				choices={decisionChoices(state.decisions, total)}
				filter={state.decisions}
				onChange={(decisions) => change({ decisions })}
				excludable
			/>
			<ChoiceMenu
				name="Type"
				choices={typeChoices(state.types, types)}
				filter={state.types}
				onChange={(types) => change({ types })}
				excludable
			/>
			{state.requestId === null ? null : <Chip name="Request" value={state.requestId} onRemove={() => change({ requestId: null })} />}
			{state.eventId === null ? null : <Chip name="Event" value={state.eventId} onRemove={() => change({ eventId: null })} />}
			{hasFilter(state) ? (
				<Button kind="quiet" onClick={() => change(NO_FILTERS)}>
					Clear filters
				</Button>
			) : null}
		</div>
	);
}

/** The state without any filter but zone and time. */
export const NO_FILTERS: Partial<SearchState> = {
	decisions: { only: [], not: [] },
	types: { only: [], not: [] },
	requestId: null,
	eventId: null,
};

/** Whether anything but zone and time narrows the list. */
export function hasFilter(state: SearchState): boolean {
	const { decisions, types } = state;
	return (
		state.requestId !== null || state.eventId !== null || [decisions, types].some((filter) => filter.only.length + filter.not.length > 0)
	);
}

function Chip({ name, value, onRemove }: { name: string; value: string; onRemove: () => void }) {
	return (
		<span
			className="inline-flex h-[26px] max-w-full items-center gap-1.5 rounded-control border border-accent pl-2 text-12"
			title={visible(value)}
		>
			<span className="text-text-2">{name}</span>
			<code className="min-w-0 truncate font-mono">{shortId(value)}</code>
			<button
				type="button"
				onClick={onRemove}
				aria-label={`Any ${name.toLowerCase()}`}
				className="grid size-6 place-items-center text-text-3 hover:text-text"
			>
				<X size={12} aria-hidden />
			</button>
		</span>
	);
}

/** Takes a request ID or an event ID and finds out which it is. */
function IdBox({ change, idBox }: Pick<Props, 'change' | 'idBox'>) {
	const [text, setText] = useState('');
	const [busy, setBusy] = useState(false);

	async function submit(event: FormEvent) {
		event.preventDefault();
		const id = text.trim();
		if (id === '') return;
		setBusy(true);
		// what cannot be found out is taken for a request ID: the list then says that there is none
		const found = await readJson<LookupResult>(`/v1/lookup?text=${encodeURIComponent(id)}`).catch(() => null);
		setBusy(false);
		setText('');
		const isEvent = found !== null && found.events.length > 0 && found.requestEvents === 0;
		change({ requestId: isEvent ? null : id, eventId: isEvent ? id : null, range: { kind: 'all' }, selected: null });
	}

	return (
		<form
			onSubmit={(event) => void submit(event)}
			className="flex h-[30px] min-w-0 flex-1 basis-36 sm:basis-64 items-center gap-1.5 rounded-control border border-control bg-bg px-2 focus-within:outline-2 focus-within:outline-accent"
		>
			<SearchIcon size={14} aria-hidden className="shrink-0 text-text-3" />
			<input
				ref={idBox}
				value={text}
				onChange={(event) => setText(event.target.value)}
				aria-label="Request ID or event ID"
				placeholder="Request ID or event ID"
				maxLength={1024}
				spellCheck={false}
				autoComplete="off"
				className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-text-3"
			/>
			{busy ? (
				<span className="text-12 text-text-3">Looking…</span>
			) : (
				<kbd className="pointer-coarse:hidden rounded-mark border border-line-strong px-1 font-sans text-11 text-text-3">/</kbd>
			)}
		</form>
	);
}
