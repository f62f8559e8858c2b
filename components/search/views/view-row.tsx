'use client';

import { EllipsisVertical, House, Star } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import type { View, ViewChange } from '@/lib/api/views';
import { visible } from '@/lib/events/visible';

interface Props {
	readonly view: View;
	/** Whether it is what is shown now. */
	readonly isShown: boolean;
	readonly onOpen: () => void;
	readonly onChange: (change: ViewChange) => void;
	/** Saves what is shown now under its name. */
	readonly onReplace: () => void;
	readonly onDelete: () => void;
}

/** Who else sees a view. */
function seenWords({ zone_id, mine, owner }: View): string {
	if (zone_id === null) return '';
	return mine ? `shared in ${zone_id}` : `${owner}, in ${zone_id}`;
}

/** One saved search: to open, to star, to open the search with, to change. */
export function ViewRow({ view, isShown, onOpen, onChange, onReplace, onDelete }: Props) {
	const name = visible(view.name);
	return (
		<li className="flex items-center rounded-control hover:bg-hover">
			<button
				type="button"
				aria-pressed={view.starred}
				aria-label={`Star ${name}`}
				title={view.starred ? 'Starred' : 'Star'}
				onClick={() => onChange({ starred: !view.starred })}
				className={cn(
					'grid size-7 shrink-0 place-items-center text-text-3 hover:text-text pointer-coarse:size-9',
					view.starred && 'text-held',
				)}
			>
				<Star size={13} aria-hidden fill={view.starred ? 'currentColor' : 'none'} />
			</button>
			<a
				href={`/search?${view.address}`}
				aria-current={isShown ? 'true' : undefined}
				onClick={(event) => {
					if (event.metaKey || event.ctrlKey || event.shiftKey) return;
					event.preventDefault();
					onOpen();
				}}
				className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-control aria-[current]:font-semibold pointer-coarse:h-9"
			>
				<span className="min-w-0 truncate" title={name}>
					{name}
				</span>
				{view.is_default ? <House size={12} role="img" aria-label="The search opens with it" className="shrink-0 text-text-3" /> : null}
				<span className="ml-auto min-w-0 shrink truncate pl-2 text-12 font-normal text-text-3">{visible(seenWords(view))}</span>
			</a>
			<Menu>
				<MenuTrigger asChild>
					<button
						type="button"
						aria-label={`Change ${name}`}
						className="grid size-7 shrink-0 place-items-center rounded-control text-text-3 hover:text-text pointer-coarse:size-9"
					>
						<EllipsisVertical size={13} aria-hidden />
					</button>
				</MenuTrigger>
				<MenuContent align="end">
					<MenuItem onSelect={() => onChange({ is_default: !view.is_default })}>
						{view.is_default ? 'No longer open the search with it' : 'Open the search with it'}
					</MenuItem>
					<MenuItem disabled={!view.changeable} onSelect={onReplace}>
						Replace by what is shown now
					</MenuItem>
					{view.zone_id === null ? null : (
						<MenuItem disabled={!view.mine} onSelect={() => onChange({ zone_id: null })}>
							No longer share it
						</MenuItem>
					)}
					<MenuSeparator />
					<MenuItem disabled={!view.changeable} onSelect={onDelete} className="text-deny">
						Delete
					</MenuItem>
				</MenuContent>
			</Menu>
		</li>
	);
}
