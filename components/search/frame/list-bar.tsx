'use client';

import { ArrowUp, Download, GitCompare, Layers, ListFilter, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { EventTotal, NewEvents } from '@/lib/api/events';
import { ColumnMenu } from '../table/column-menu';
import { useSearch } from './search-context';

interface Props {
	readonly reading: boolean;
	readonly fresh: NewEvents | undefined;
	readonly onFresh: () => void;
	/** How many values the facets keep or leave out. */
	readonly chosen: number;
	readonly onFacets: () => void;
	readonly onCompare: () => void;
	readonly onExport: () => void;
	/** Further controls of the whole list. */
	readonly children?: ReactNode;
}

function exportWords(total: EventTotal | undefined): string {
	return total?.total == null ? 'Export' : `Export ${total.exact ? '' : '≥\u202f'}${total.total.toLocaleString('en')}`;
}

/** Above the rows: what can be done with all of them. New events wait in a pill, never on a row. */
export function ListBar({ reading, fresh, onFresh, chosen, onFacets, onCompare, onExport, children }: Props) {
	const { state, change, total, marks, setMarks } = useSearch();
	const newCount = fresh?.total ?? 0;
	return (
		<div className="@container relative z-10 flex h-11 shrink-0 items-center gap-2 border-b border-line px-3 text-12 whitespace-nowrap text-text-2 md:h-[34px]">
			<Button onClick={onFacets} className="lg:hidden">
				<ListFilter size={13} aria-hidden /> {chosen === 0 ? 'Filters' : `Filters ${chosen}`}
			</Button>
			<span className="hidden @2xl:inline">Newest first</span>
			<Button
				aria-pressed={state.collapse}
				onClick={() => change({ collapse: !state.collapse })}
				title="Fold runs of alike events into one row"
				className="aria-pressed:border-accent aria-pressed:bg-selected max-md:hidden"
			>
				<Layers size={13} aria-hidden /> <span className="hidden @3xl:inline">Fold alike</span>
			</Button>
			{reading ? <span className="late text-text-3">reading…</span> : null}
			<span className="ml-auto flex items-center gap-2">
				{marks.length === 0 ? null : (
					<span className="flex items-center">
						<Button kind="primary" disabled={marks.length < 2} onClick={onCompare} title="Compare the chosen events (v)">
							<GitCompare size={13} aria-hidden /> {marks.length < 2 ? '1 chosen' : `Compare ${marks.length}`}
						</Button>
						<Button kind="quiet" size="icon" aria-label="Choose none" title="Choose none" onClick={() => setMarks([])}>
							<X size={13} aria-hidden />
						</Button>
					</span>
				)}
				<ColumnMenu columns={state.columns} onColumns={(columns) => change({ columns }, 'replace')} />
				<Button onClick={onExport}>
					<Download size={13} aria-hidden /> {exportWords(total)}
				</Button>
				{children}
			</span>
			{newCount > 0 ? (
				<span
					className={cn(
						'pointer-events-none absolute inset-x-0 top-1 flex justify-center',
						// over the heads of the columns, never over a row
						'md:top-[35px]',
					)}
				>
					<Button kind="primary" onClick={onFresh} className="pointer-events-auto h-6 rounded-full px-3 shadow-menu pointer-coarse:h-9">
						<ArrowUp size={12} aria-hidden />
						{`${newCount.toLocaleString('en')}${fresh?.exact === false ? '+' : ''} new`}
					</Button>
				</span>
			) : null}
		</div>
	);
}
