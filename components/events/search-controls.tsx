'use client';

import { Search as SearchIcon } from 'lucide-react';
import { type FormEvent, type RefObject, useState } from 'react';
import type { ChangeSearch } from '@/components/search/frame/search-state';
import type { SearchState } from '@/lib/url/search';

interface Props {
	readonly state: SearchState;
	readonly change: ChangeSearch;
	readonly box: RefObject<HTMLInputElement | null>;
}

/** The query of the search, in the address. */
export function SearchControls({ state, change, box }: Props) {
	const [typed, setTyped] = useState<{ readonly of: string; readonly text: string }>({ of: state.q, text: state.q });
	const text = typed.of === state.q ? typed.text : state.q;

	function submit(event: FormEvent) {
		event.preventDefault();
		change({ q: text.trim(), selected: null });
	}

	return (
		<form
			onSubmit={submit}
			className="m-1.5 flex h-[30px] items-center gap-1.5 rounded-control border border-control bg-bg px-2 focus-within:outline-2 focus-within:outline-accent"
		>
			<SearchIcon size={14} aria-hidden className="shrink-0 text-text-3" />
			<input
				ref={box}
				value={text}
				onChange={(event) => setTyped({ of: state.q, text: event.target.value })}
				aria-label="Query"
				spellCheck={false}
				autoComplete="off"
				className="min-w-0 flex-1 bg-transparent outline-none"
			/>
		</form>
	);
}
