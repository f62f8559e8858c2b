'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import { formatMicros } from '@/lib/time';
import { clockParts } from '@/lib/time-words';
import type { Selection } from '@/lib/url/panel';
import { useSearch } from '../frame/search-context';

/** `10:02:00 to 10:05:00`, with dates where they are not the same. */
export function selectionWords(selection: Selection, timeZone: string): string {
	if (selection.kind === 'query') return selection.q;
	const from = clockParts(formatMicros(selection.from), timeZone);
	const to = clockParts(formatMicros(selection.to), timeZone);
	return `${from.date} ${from.clock.slice(0, 8)} to ${from.date === to.date ? '' : `${to.date} `}${to.clock.slice(0, 8)} ${timeZone}`;
}

/** What is set against the rest: a query to type; a window is chosen on the histogram. */
export function SelectionForm({ selection }: { selection: Selection }) {
	const { change } = useSearch();
	const [typed, setTyped] = useState(selection.kind === 'query' ? selection.q : '');

	function submit(event: FormEvent) {
		event.preventDefault();
		const q = typed.trim();
		if (q !== '') change({ panel: { kind: 'differences', selection: { kind: 'query', q } } });
	}

	return (
		<form onSubmit={submit} className="flex min-w-0 items-center gap-2">
			<Input
				aria-label="Query of the events to set against the rest"
				value={typed}
				onChange={(event) => setTyped(event.target.value)}
				placeholder="or the events of a query, such as decision:deny"
				maxLength={2000}
				spellCheck={false}
				autoComplete="off"
				className="h-[26px] w-72 max-w-full font-mono text-12"
			/>
			<Button type="submit" disabled={typed.trim() === ''}>
				Compare
			</Button>
		</form>
	);
}
