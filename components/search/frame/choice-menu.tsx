'use client';

import { Check, ChevronDown, Minus } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

/** Values to keep and values to leave out; both empty means everything. */
export interface ValueFilter {
	readonly only: readonly string[];
	readonly not: readonly string[];
}

export interface Choice {
	readonly value: string;
	readonly label: ReactNode;
	/** What the choice is found by when one types. */
	readonly words: string;
	readonly count?: number;
}

interface Props {
	readonly name: string;
	readonly choices: readonly Choice[];
	readonly filter: ValueFilter;
	readonly onChange: (filter: ValueFilter) => void;
	/** What the button says when nothing is chosen; by default only the name. */
	readonly allWords?: string;
	/** Whether a choice may also be left out. */
	readonly excludable: boolean;
}

/** The filter after a click on a value: only it, together with others that were chosen, or no longer. */
export function toggled(filter: ValueFilter, value: string, side: 'only' | 'not'): ValueFilter {
	const other = side === 'only' ? 'not' : 'only';
	const had = filter[side].includes(value);
	const mine = had ? filter[side].filter((each) => each !== value) : [...filter[side], value];
	const theirs = filter[other].filter((each) => each !== value);
	return side === 'only' ? { only: mine, not: theirs } : { only: theirs, not: mine };
}

function summary(filter: ValueFilter): string {
	if (filter.only.length === 1 && filter.not.length === 0) return filter.only[0] ?? '';
	const parts = [filter.only.length > 0 ? `${filter.only.length}` : '', filter.not.length > 0 ? `not ${filter.not.length}` : ''];
	return parts.filter((part) => part !== '').join(', ');
}

/** A filter of one field: its values with their counts, each to keep or to leave out. */
export function ChoiceMenu({ name, choices, filter, onChange, excludable, allWords = '' }: Props) {
	const [typed, setTyped] = useState('');
	const searchId = useId();
	const found = choices.filter((choice) => choice.words.toLowerCase().includes(typed.trim().toLowerCase()));
	const said = summary(filter);
	return (
		<Popover.Root onOpenChange={() => setTyped('')}>
			<Popover.Trigger asChild>
				<Button aria-label={`${name}: ${said === '' ? 'all' : said}`} className={cn(said !== '' && 'border-accent')}>
					<span className={cn('text-text-2', said !== '' && 'max-sm:hidden')}>{name}</span>
					{said === '' && allWords === '' ? null : <span className="max-w-24 truncate sm:max-w-32">{said === '' ? allWords : said}</span>}
					<ChevronDown size={12} aria-hidden />
				</Button>
			</Popover.Trigger>
			<Popover.Portal>
				<Popover.Content align="start" sideOffset={4} collisionPadding={8} className="z-50 w-72 rounded-menu bg-overlay p-1 shadow-menu">
					{choices.length > 8 ? (
						<input
							id={searchId}
							aria-label={`Find ${name.toLowerCase()}`}
							value={typed}
							onChange={(event) => setTyped(event.target.value)}
							placeholder="Find"
							className="mb-1 h-7 w-full rounded-control border border-control bg-surface px-2 text-13 placeholder:text-text-3"
						/>
					) : null}
					<ul aria-label={name} className="max-h-[50vh] overflow-auto">
						{found.map((choice) => {
							const kept = filter.only.includes(choice.value);
							const left = filter.not.includes(choice.value);
							return (
								<li key={choice.value} className="flex items-center rounded-control hover:bg-hover">
									<button
										type="button"
										aria-pressed={kept}
										onClick={() => onChange(toggled(filter, choice.value, 'only'))}
										className={cn('flex h-7 min-w-0 flex-1 items-center gap-2 px-2 text-left', left && 'text-text-3 line-through')}
									>
										<Check size={12} aria-hidden className={cn('shrink-0', !kept && 'invisible')} />
										<span className="min-w-0 flex-1 truncate">{choice.label}</span>
										{choice.count === undefined ? null : <span className="text-12 text-text-2">{choice.count.toLocaleString('en')}</span>}
									</button>
									{excludable ? (
										<button
											type="button"
											aria-pressed={left}
											aria-label={`Leave out ${choice.words}`}
											title="Leave out"
											onClick={() => onChange(toggled(filter, choice.value, 'not'))}
											className={cn('grid size-7 place-items-center rounded-control text-text-3 hover:text-text', left && 'text-deny')}
										>
											<Minus size={12} aria-hidden />
										</button>
									) : null}
								</li>
							);
						})}
						{found.length === 0 ? <li className="px-2 py-2 text-12 text-text-3">Nothing of this name.</li> : null}
					</ul>
					{said === '' ? null : (
						<button
							type="button"
							onClick={() => onChange({ only: [], not: [] })}
							className="mt-1 h-7 w-full rounded-control border-t border-line text-12 text-accent hover:bg-hover"
						>
							All again
						</button>
					)}
				</Popover.Content>
			</Popover.Portal>
		</Popover.Root>
	);
}
