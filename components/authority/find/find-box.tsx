'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import { failureOf } from '@/components/events/api';
import { cn } from '@/components/ui/cn';
import type { AuthorityHit, AuthoritySearch } from '@/lib/api/authority';
import { STATE_WORDS } from '@/lib/authority/drawing';
import { shortId, visible } from '@/lib/events/visible';
import type { Named } from '@/lib/url/authority';
import { searchPath } from '../paths';
import { useAuthority } from '../use-authority';

interface Props {
	readonly zone: string;
	/** What the graph is drawn around, which the box shows until something is typed. */
	readonly focus: Named | null;
	readonly onChoose: (focus: Named) => void;
	readonly isLarge?: boolean;
}

const isState = (state: string | null): state is keyof typeof STATE_WORDS => state !== null && Object.hasOwn(STATE_WORDS, state);

function Hit({ hit }: { hit: AuthorityHit }) {
	const words = isState(hit.state) ? STATE_WORDS[hit.state] : '';
	return (
		<>
			<span className="w-20 shrink-0 text-11 text-text-3">{hit.kind === 'edge' ? 'delegation' : hit.kind}</span>
			<span className="min-w-0 flex-1 truncate">
				{hit.name === '' ? null : <strong className="font-semibold">{visible(hit.name)} </strong>}
				<span className={cn(hit.kind === 'session' || hit.kind === 'edge' ? 'font-mono text-12' : '')}>{shortId(hit.id)}</span>
			</span>
			<span className="shrink-0 text-11 text-text-3">{words}</span>
		</>
	);
}

/** The box that finds where to begin: a session, application, delegation, resource, subject or label. */
export function FindBox({ zone, focus, onChoose, isLarge = false }: Props) {
	const [typed, setTyped] = useState<string | null>(null);
	const [index, setIndex] = useState(0);
	const list = useId();
	const q = useDeferredValue((typed ?? '').trim());
	const { data, error, isPlaceholderData } = useAuthority<AuthoritySearch>(q === '' ? null : searchPath(zone, q), false);
	const hits = q === '' || data === undefined ? [] : data.hits;
	const isOpen = typed !== null && q !== '';
	const at = Math.min(index, Math.max(0, hits.length - 1));

	function choose(hit: AuthorityHit | undefined) {
		if (hit === undefined) return;
		setTyped(null);
		onChoose({ kind: hit.kind, id: hit.id });
	}

	function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			event.preventDefault();
			setIndex(Math.max(0, Math.min(hits.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
		} else if (event.key === 'Enter') {
			event.preventDefault();
			choose(hits[at]);
		} else if (event.key === 'Escape') {
			setTyped(null);
			event.currentTarget.blur();
		}
	}

	return (
		<div className={cn('relative min-w-0', isLarge ? 'w-full' : 'w-[340px] max-sm:w-full')}>
			<Search size={14} aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3" />
			<input
				data-find
				role="combobox"
				aria-label="Find a session, application, delegation, resource, subject or label"
				aria-expanded={isOpen}
				aria-controls={list}
				aria-activedescendant={isOpen && hits.length > 0 ? `${list}-${at}` : undefined}
				autoComplete="off"
				spellCheck={false}
				value={typed ?? (focus === null ? '' : `${focus.kind === 'edge' ? 'delegation' : focus.kind}: ${shortId(focus.id)}`)}
				placeholder="Session, application, delegation, resource, subject or label"
				onFocus={(event) => event.currentTarget.select()}
				onChange={(event) => {
					setTyped(event.target.value);
					setIndex(0);
				}}
				onBlur={() => setTyped(null)}
				onKeyDown={onKeyDown}
				className={cn(
					'w-full rounded-control border border-control bg-surface pr-2 pl-8 text-13 placeholder:text-text-3',
					isLarge ? 'h-9' : 'h-7 pointer-coarse:h-9',
				)}
			/>
			<div
				id={list}
				role="listbox"
				aria-label="Found"
				hidden={!isOpen}
				className="absolute inset-x-0 top-full z-30 mt-1 max-h-80 overflow-auto rounded-menu bg-overlay p-1 shadow-menu"
			>
				{hits.map((hit, i) => (
					// biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box, which says which one is active
					// biome-ignore lint/a11y/useKeyWithClickEvents: its keys are those of the box
					<div
						key={`${hit.kind} ${hit.id}`}
						id={`${list}-${i}`}
						role="option"
						aria-selected={i === at}
						onPointerDown={(event) => event.preventDefault()}
						onClick={() => choose(hit)}
						className={cn('flex h-7 items-center gap-2 rounded-control px-2', i === at && 'bg-selected')}
					>
						<Hit hit={hit} />
					</div>
				))}
				{hits.length > 0 ? null : (
					<p className="px-2 py-1 text-12 text-text-2">
						{error !== null
							? failureOf(error).message
							: data === undefined || isPlaceholderData
								? 'Looking ...'
								: 'Nothing in this zone begins so. Paste a whole ID, or the beginning of a name.'}
					</p>
				)}
			</div>
		</div>
	);
}
