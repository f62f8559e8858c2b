'use client';

import { ListFilter, ListX } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import type { EventDetail } from '@/lib/api/events';
import { type Field, type FieldFilter, fieldsOf } from '@/lib/events/fields';
import { shortId } from '@/lib/events/visible';
import { DrawerSection } from './drawer-section';

/** Takes the value of a field into the search: to keep only such events, or to leave them out. */
export type FilterBy = (filter: FieldFilter, side: 'only' | 'not') => void;

/** Identifiers longer than this are cut in the middle; the title and the copy have them whole. */
const ID_LENGTH_MAX = 28;
/** Fields shown before one asks for the rest. */
const FIRST_MAX = 14;
/** Fields that may also be left out, not only kept. */
const EXCLUDABLE: readonly FieldFilter['by'][] = ['decision', 'type'];

const ACTION = 'grid size-6 place-items-center rounded-control text-text-3 hover:bg-hover hover:text-text';

function FieldRow({ entry, onFilter }: { entry: Field; onFilter: FilterBy }) {
	const { filter, label } = entry;
	const isLong = entry.kind === 'id' && entry.text.length > ID_LENGTH_MAX && !entry.text.includes(' ');
	return (
		<div className="group grid min-h-[22px] grid-cols-[112px_minmax(0,1fr)] items-start gap-2">
			<dt className="truncate text-12 leading-[22px] text-text-3" title={label}>
				{label}
			</dt>
			<dd className="relative min-w-0">
				<span
					title={isLong ? entry.text : undefined}
					className={entry.kind === 'id' ? 'font-mono text-12 leading-[22px] break-all' : 'leading-[22px] break-words'}
				>
					{isLong ? shortId(entry.text) : entry.text.slice(0, 400)}
				</span>
				<span className="absolute top-0 right-0 flex bg-surface pl-2 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
					{filter === undefined ? null : (
						<button
							type="button"
							onClick={() => onFilter(filter, 'only')}
							aria-label={`Only this ${label.toLowerCase()}`}
							title="Only these"
							className={ACTION}
						>
							<ListFilter size={12} aria-hidden />
						</button>
					)}
					{filter === undefined || !EXCLUDABLE.includes(filter.by) ? null : (
						<button
							type="button"
							onClick={() => onFilter(filter, 'not')}
							aria-label={`Leave out this ${label.toLowerCase()}`}
							title="Leave these out"
							className={ACTION}
						>
							<ListX size={12} aria-hidden />
						</button>
					)}
					<CopyButton text={entry.value} label={`Copy ${label.toLowerCase()}`} />
				</span>
			</dd>
		</div>
	);
}

/** What the event carries, in words. */
export function EventFields({ event, onFilter }: { event: EventDetail; onFilter: FilterBy }) {
	const [all, setAll] = useState(false);
	const fields = fieldsOf(event);
	const shown = all ? fields : fields.slice(0, FIRST_MAX);
	return (
		<DrawerSection title="Fields">
			<dl>
				{shown.map((entry, i) => (
					<FieldRow key={`${entry.label}/${i}`} entry={entry} onFilter={onFilter} />
				))}
			</dl>
			{fields.length > FIRST_MAX ? (
				<button type="button" onClick={() => setAll(!all)} aria-expanded={all} className="mt-1 text-12 text-accent hover:underline">
					{all ? 'Fewer' : `Show all, ${fields.length - FIRST_MAX} more`}
				</button>
			) : null}
		</DrawerSection>
	);
}
