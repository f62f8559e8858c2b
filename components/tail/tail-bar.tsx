import { ArrowDownUp, Eraser, Highlighter, Link2, Pause, Play, Search, X } from 'lucide-react';
import Link from 'next/link';
import { type RefObject, useMemo } from 'react';
import { QueryBar } from '@/components/search/query-bar/query-bar';
import { ColumnMenu } from '@/components/search/table/column-menu';
import { Button } from '@/components/ui/button';
import { DEFAULT_SEARCH, formatEventSearch, formatSearch } from '@/lib/url/search';
import { HIGHLIGHT_MAX } from '@/lib/url/tail';
import { useTail } from './tail-context';

/** The query of the tail, and pause. */
export function TailLine({ ref }: { ref: RefObject<HTMLInputElement | null> }) {
	const { state, change, now, toggle, copyLink } = useTail();
	const { zones } = state;
	const windowQuery = useMemo(() => formatEventSearch({ zones, range: { kind: 'last', preset: '24h' }, q: '' }), [zones]);
	const isPaused = now.paused !== null;
	const Icon = isPaused ? Play : Pause;
	return (
		<div className="flex items-start gap-2 border-b border-line px-3 py-1.5">
			<QueryBar ref={ref} q={state.q} onRun={(q) => change({ q })} windowQuery={windowQuery} facets={undefined} />
			<span className="flex h-[30px] items-center gap-2 pointer-coarse:h-9">
				<Button
					kind={isPaused ? 'primary' : 'outline'}
					onClick={() => toggle('button')}
					disabled={now.link.kind === 'ended' && now.held === 0}
				>
					<Icon size={13} aria-hidden /> {isPaused ? 'Go on' : 'Pause'}
					<kbd aria-hidden className="rounded-mark border border-current px-1 font-sans text-11 max-sm:hidden">
						space
					</kbd>
				</Button>
				<Button onClick={copyLink} title="Copy the link (y)" className="max-sm:hidden">
					<Link2 size={13} aria-hidden /> <span className="max-lg:sr-only">Copy link</span>
				</Button>
			</span>
		</div>
	);
}

/** Above the rows: words that are marked, where the newest stands, columns. */
export function ListBar() {
	const { state, change, store, now } = useTail();
	const { highlight, order, zones, q } = state;
	const search = `/search?${formatSearch({ ...DEFAULT_SEARCH, zones, q })}`;

	function add(form: FormData) {
		const word = String(form.get('word') ?? '')
			.trim()
			.slice(0, 100);
		if (word !== '' && !highlight.includes(word)) change({ highlight: [...highlight, word].slice(-HIGHLIGHT_MAX) }, 'replace');
	}

	return (
		<div className="@container flex min-h-[34px] shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3 py-1 text-12 text-text-2">
			<form action={add} className="flex items-center gap-1.5">
				<Highlighter size={13} aria-hidden className="text-text-3" />
				<input
					name="word"
					aria-label="Mark a word in the rows"
					placeholder="mark a word"
					maxLength={100}
					autoComplete="off"
					spellCheck={false}
					className="h-6 w-28 rounded-control border border-control bg-surface px-1.5 text-12 placeholder:text-text-3 pointer-coarse:h-9"
				/>
			</form>
			{highlight.map((word) => (
				<Button
					key={word}
					onClick={() => change({ highlight: highlight.filter((each) => each !== word) }, 'replace')}
					aria-label={`No longer mark ${word}`}
					title="No longer mark it"
					className="h-6 max-w-40 bg-held-tint px-1.5"
				>
					<span className="truncate">{word}</span> <X size={11} aria-hidden className="shrink-0" />
				</Button>
			))}
			<span className="ml-auto flex items-center gap-2">
				<Button
					onClick={() => change({ order: order === 'top' ? 'bottom' : 'top' }, 'replace')}
					aria-label={order === 'top' ? 'Newest at the top: put it at the bottom' : 'Newest at the bottom: put it at the top'}
					title="Where the newest row stands"
				>
					<ArrowDownUp size={13} aria-hidden />{' '}
					<span className="hidden @xl:inline">{order === 'top' ? 'Newest on top' : 'Newest below'}</span>
				</Button>
				<ColumnMenu columns={state.columns} onColumns={(columns) => change({ columns }, 'replace')} />
				<Button
					onClick={() => store.clear()}
					disabled={now.rows.length === 0}
					aria-label="Clear the rows"
					title="Take the rows off the page"
				>
					<Eraser size={13} aria-hidden /> <span className="hidden @3xl:inline">Clear</span>
				</Button>
				<Button asChild>
					<Link href={search} aria-label="Search with this filter" title="The same filter in the search">
						<Search size={13} aria-hidden /> <span className="hidden @3xl:inline">In search</span>
					</Link>
				</Button>
			</span>
		</div>
	);
}
