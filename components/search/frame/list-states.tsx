import { Nothing } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import { visible } from '@/lib/events/visible';
import { clockParts } from '@/lib/time-words';
import { isFiltered, type SearchState } from '@/lib/url/search';
import type { ChangeSearch } from './search-state';

interface FootProps {
	/** Whether the next page could not be read. */
	readonly failed: boolean;
	readonly more: boolean;
	readonly shown: number;
	/** How far the search came when it took too long, else null. */
	readonly searchedTo: string | null;
	readonly timeZone: string;
	readonly onMore: () => void;
}

/** Below the rows: how far the list was read, and whether that is all. */
export function ListFoot({ failed, more, shown, searchedTo, timeZone, onMore }: FootProps) {
	return (
		<p className="flex h-7 shrink-0 items-center gap-3 border-t border-line px-3 text-12 text-text-3">
			{failed ? (
				<span role="alert" className="text-deny">
					The older events could not be read.{' '}
					<button type="button" onClick={onMore} className="text-accent underline">
						Try again
					</button>
				</span>
			) : searchedTo !== null && more ? (
				<span role="status" className="text-held">
					{shown.toLocaleString('en')} found back to {atWords(searchedTo, timeZone)}; the search was stopped there, for its length.{' '}
					<button type="button" onClick={onMore} className="text-accent underline">
						Search further back
					</button>
				</span>
			) : more ? (
				`${shown.toLocaleString('en')} read; older ones follow as you scroll`
			) : (
				`All ${shown.toLocaleString('en')} read: this is the end of the range`
			)}
		</p>
	);
}

function atWords(at: string, timeZone: string): string {
	const { date, clock } = clockParts(at, timeZone);
	return `${date} ${clock.slice(0, 8)}`;
}

interface NoneProps {
	readonly state: SearchState;
	readonly change: ChangeSearch;
	readonly searchedTo: string | null;
	readonly timeZone: string;
	readonly onMore: () => void;
	/** The query in words. */
	readonly words: string;
}

/** No rows: why, and what to do. */
export function NoEvents({ state, change, searchedTo, timeZone, onMore, words }: NoneProps) {
	if (searchedTo !== null)
		return (
			<Nothing title="None found so far.">
				<p>The search took too long and was stopped at {atWords(searchedTo, timeZone)}. What lies before was not looked at.</p>
				<Button onClick={onMore}>Search further back</Button>
			</Nothing>
		);
	return (
		<Nothing title="No event matches.">
			{isFiltered(state) ? (
				<p>Nothing in this time and these zones is: {visible(words)}.</p>
			) : (
				<p>
					Nothing was recorded in this time in these zones. If Caracal is busy, see above whether a worker runs; without a Caracal,{' '}
					<code className="font-mono text-12">npm run simulate</code> makes traffic.
				</p>
			)}
			<span className="mt-1 flex flex-wrap gap-2">
				{isFiltered(state) ? <Button onClick={() => change({ q: '' })}>Clear the query</Button> : null}
				{state.range.kind === 'all' ? null : <Button onClick={() => change({ range: { kind: 'all' } })}>Search all time</Button>}
			</span>
		</Nothing>
	);
}

/** The shape of rows while they are read; seen only when that takes long enough to notice. */
export function RowSkeleton() {
	return (
		<div aria-hidden className="late flex flex-col">
			{Array.from({ length: 16 }, (_, i) => (
				<div key={`${i}`} className="flex h-7 items-center gap-4 border-b border-line px-3">
					<span className="h-2.5 w-32 rounded-mark bg-raised" />
					<span className="h-2.5 w-14 rounded-mark bg-raised" />
					<span className="h-2.5 rounded-mark bg-raised" style={{ width: `${30 + ((i * 37) % 40)}%` }} />
				</div>
			))}
		</div>
	);
}
