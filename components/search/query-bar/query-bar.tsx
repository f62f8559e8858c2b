'use client';

import { Search as SearchIcon, X } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { Facets } from '@/lib/api/search';
import type { Problem } from '@/lib/query/ast';
import { parseQuery } from '@/lib/query/parse';
import { leftOf } from './caret';
import { MarkedText } from './marked-text';
import { OfferList } from './offer-list';
import type { Option } from './option';
import { ProblemLine } from './problem-line';
import { useRecentQueries } from './recent';
import { useOffer } from './use-offer';

interface Props {
	readonly ref: RefObject<HTMLInputElement | null>;
	/** The query that is run. */
	readonly q: string;
	readonly onRun: (q: string) => void;
	/** Zone and window as parameters, for the values in them. */
	readonly windowQuery: string | null;
	/** Counts that are already here. */
	readonly facets: Facets | undefined;
}

/** From the edge of the box to where its text begins, less what a list pads its own. */
const TEXT_INSET_PX = 18;
const NO_PROBLEMS: readonly Problem[] = [];
const nowMicros = () => BigInt(Date.now()) * 1000n;

/** What is typed stays until another query is run, by this box or from elsewhere. */
interface Typed {
	readonly of: string;
	readonly text: string;
	readonly caret: number;
}

/** The query as text: coloured, completed, and told where it is wrong. Enter runs it. */
export function QueryBar({ ref, q, onRun, windowQuery, facets }: Props) {
	const [typed, setTyped] = useState<Typed>({ of: q, text: q, caret: q.length });
	// another query runs, by this box or from elsewhere: it is what stands here
	if (typed.of !== q) setTyped({ of: q, text: q, caret: q.length });
	const { text, caret } = typed;
	const [focused, setFocused] = useState(false);
	const [open, setOpen] = useState(false);
	/** The list of an empty box was closed, or what it offered was run. */
	const [dismissed, setDismissed] = useState(false);
	const [active, setActive] = useState(-1);
	/** The text whose problems are told: those of a text still being typed are not. */
	const [tried, setTried] = useState(q);
	const mirror = useRef<HTMLDivElement>(null);
	const [scrolled, setScrolled] = useState(0);
	const [left, setLeft] = useState(0);
	const { recent, remember, forget } = useRecentQueries();
	const listId = useId();
	const problemId = useId();

	const problems = useMemo(() => (text === '' ? NO_PROBLEMS : parseQuery(text, { nowMicros: nowMicros() }).problems), [text]);
	const told = problems.length > 0 && (tried === text || !focused) ? problems : NO_PROBLEMS;
	const isOpen = focused && (open || (text === '' && !dismissed));
	const offer = useOffer({ text, caret, isOpen, windowQuery, facets, recent });
	const chosen = offer === null ? -1 : active >= 0 ? Math.min(active, offer.options.length - 1) : offer.suggested;
	const offerAt = offer?.at ?? 0;

	// a caret set by an edit, once the edited text is there
	const wanted = useRef<number | null>(null);
	useLayoutEffect(() => {
		if (wanted.current === null || ref.current === null) return;
		ref.current.setSelectionRange(wanted.current, wanted.current);
		wanted.current = null;
		setScrolled(ref.current.scrollLeft);
	});
	useLayoutEffect(() => {
		if (isOpen && mirror.current !== null) setLeft(leftOf(mirror.current, offerAt) - scrolled + TEXT_INSET_PX);
	}, [isOpen, offerAt, scrolled]);
	useEffect(() => {
		setTried(q);
	}, [q]);

	function write(next: string, at: number, opens = true) {
		setTyped({ of: q, text: next, caret: at });
		setActive(-1);
		setOpen(opens);
	}

	function put(edited: { readonly text: string; readonly caret: number }, opens: boolean) {
		wanted.current = edited.caret;
		write(edited.text, edited.caret, opens);
		ref.current?.focus();
	}

	function close() {
		setOpen(false);
		setDismissed(true);
	}

	function run(whole: string) {
		const query = whole.trim();
		close();
		setTried(query);
		const found = query === '' ? [] : parseQuery(query, { nowMicros: nowMicros() }).problems;
		const [first] = found;
		if (first !== undefined) {
			put({ text: query, caret: Math.min(first.span.to, query.length) }, false);
			return;
		}
		setTyped({ of: q, text: query, caret: query.length });
		remember(query);
		onRun(query);
	}

	function take(option: Option, isExcluded = false) {
		if (offer?.kind === 'recent') run(option.taken.text);
		else put(isExcluded ? (option.excluded ?? option.taken) : option.taken, offer?.kind === 'names');
	}

	function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
		if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
		const options = offer?.options ?? [];
		const option = options[chosen];
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			if (!isOpen) setOpen(true);
			else if (options.length > 0) {
				const step = event.key === 'ArrowDown' ? 1 : -1;
				setActive((Math.max(chosen, step > 0 ? -1 : 0) + step + options.length) % options.length);
			}
		} else if (event.key === 'Enter') {
			if (option !== undefined) take(option, event.shiftKey);
			else run(text);
		} else if (event.key === 'Tab' && !event.shiftKey && options.length > 0) {
			const first = option ?? options[0];
			if (first !== undefined) take(first);
		} else if (event.key === 'Tab' && !event.shiftKey && told[0]?.suggestion != null) {
			run(told[0].suggestion);
		} else if (event.key === 'Escape') {
			if (offer !== null) close();
			else if (text !== q) write(q, q.length, false);
			else return;
			// the page's own Escape would leave the box
			event.stopPropagation();
		} else return;
		event.preventDefault();
	}

	function follow() {
		const input = ref.current;
		if (input === null) return;
		setScrolled(input.scrollLeft);
		const at = input.selectionStart ?? text.length;
		if (at !== caret) setTyped({ of: q, text, caret: at });
	}

	return (
		<div className="relative min-w-0 flex-1">
			<div
				className={cn(
					'flex h-[30px] items-center gap-[7px] rounded-control border border-control bg-bg px-2 focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent pointer-coarse:h-9',
					told.length > 0 && 'border-deny',
				)}
			>
				<SearchIcon size={14} aria-hidden className="shrink-0 text-text-3" />
				<div className="relative h-full min-w-0 flex-1 overflow-hidden [font-kerning:none]">
					<div
						ref={mirror}
						aria-hidden
						style={{ transform: `translateX(${-scrolled}px)` }}
						className="pointer-events-none absolute inset-y-0 left-0 flex items-center whitespace-pre"
					>
						<span>
							<MarkedText text={text} problems={told} />
						</span>
					</div>
					<input
						ref={ref}
						value={text}
						role="combobox"
						aria-label="Query"
						aria-expanded={offer !== null}
						aria-controls={listId}
						aria-autocomplete="list"
						aria-activedescendant={offer !== null && chosen >= 0 ? `${listId}-${chosen}` : undefined}
						aria-invalid={told.length > 0}
						aria-describedby={told.length > 0 ? problemId : undefined}
						placeholder="decision:deny app:… latency:>500, or any words"
						spellCheck={false}
						autoComplete="off"
						autoCapitalize="off"
						autoCorrect="off"
						enterKeyHint="search"
						onChange={(event) => {
							const next = event.target.value.replace(/[\r\n\t]+/g, ' ');
							write(next, event.target.selectionStart ?? next.length);
						}}
						onKeyDown={onKeyDown}
						onSelect={follow}
						onScroll={follow}
						onClick={() => setOpen(true)}
						onFocus={() => {
							setFocused(true);
							setDismissed(false);
						}}
						onBlur={() => {
							setFocused(false);
							setOpen(false);
						}}
						className="absolute inset-0 size-full bg-transparent text-transparent caret-text outline-none selection:bg-accent/30 placeholder:text-text-3"
					/>
				</div>
				{text === '' ? (
					<kbd aria-hidden className="rounded-mark border border-line-strong px-1 font-sans text-11 text-text-3 pointer-coarse:hidden">
						/
					</kbd>
				) : (
					<button
						type="button"
						aria-label="Clear the query"
						title="Clear the query"
						onClick={() => {
							put({ text: '', caret: 0 }, false);
							setTried('');
							if (q !== '') onRun('');
						}}
						className="grid size-6 shrink-0 place-items-center rounded-control text-text-3 hover:text-text"
					>
						<X size={13} aria-hidden />
					</button>
				)}
			</div>
			{offer === null ? null : <OfferList id={listId} offer={offer} active={chosen} left={left} onTake={take} onForget={forget} />}
			<ProblemLine id={problemId} text={text} problem={told[0]} more={told.length - 1} onTake={run} isCovering={offer !== null} />
		</div>
	);
}
