'use client';

import { Minus, Plus, Search } from 'lucide-react';
import { CopyButton } from '@/components/ui/copy-button';
import type { FieldFilter } from '@/lib/events/fields';

/** What can be done with a value of an event. */
export interface ValueActions {
	/** Takes it into the search: to keep only such events, or to leave them out. */
	readonly onFilter: (filter: FieldFilter, action: 'keep' | 'exclude') => void;
	/** The address of every event with the value, whatever else is searched for. */
	readonly hrefOfAll: (filter: FieldFilter) => string;
	readonly onAll: (filter: FieldFilter) => void;
}

interface Props extends ValueActions {
	readonly name: string;
	readonly value: string;
	readonly filter: FieldFilter | undefined;
}

const ACTION = 'grid size-6 place-items-center rounded-control text-text-3 hover:bg-hover hover:text-text pointer-coarse:size-8';

/** Keep, leave out, show all, copy: one value of an event. */
export function FieldActions({ name, value, filter, onFilter, hrefOfAll, onAll }: Props) {
	return (
		<span className="absolute top-0 right-0 flex bg-surface pl-2 opacity-0 group-focus-within/value:opacity-100 group-hover/value:opacity-100 pointer-coarse:static pointer-coarse:-my-1 pointer-coarse:ml-auto pointer-coarse:opacity-100">
			{filter === undefined ? null : (
				<>
					<button
						type="button"
						onClick={() => onFilter(filter, 'keep')}
						aria-label={`Only this ${name}`}
						title="Only these"
						className={ACTION}
					>
						<Plus size={13} aria-hidden />
					</button>
					<button
						type="button"
						onClick={() => onFilter(filter, 'exclude')}
						aria-label={`Leave out this ${name}`}
						title="Leave these out"
						className={ACTION}
					>
						<Minus size={13} aria-hidden />
					</button>
					<a
						href={hrefOfAll(filter)}
						onClick={(event) => {
							if (event.metaKey || event.ctrlKey || event.shiftKey) return;
							event.preventDefault();
							onAll(filter);
						}}
						aria-label={`All events with this ${name}`}
						title="All events with it, whatever else is searched for"
						className={ACTION}
					>
						<Search size={12} aria-hidden />
					</a>
				</>
			)}
			<CopyButton text={value} label={`Copy ${name}`} className="pointer-coarse:size-8" />
		</span>
	);
}
