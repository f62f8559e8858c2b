'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { useSearch } from '../frame/search-context';

interface Props {
	readonly title: ReactNode;
	/** What the panel leaves out or keeps of the search. */
	readonly note?: ReactNode;
	readonly actions?: ReactNode;
}

/** The head of a panel that stands where the list stands, and the way back to it. */
export function PanelHead({ title, note, actions }: Props) {
	const { change } = useSearch();
	return (
		<header className="flex min-h-[34px] shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-raised px-3 py-1 text-12">
			<h2 className="font-semibold text-text">{title}</h2>
			{note === undefined ? null : <p className="min-w-0 text-text-2 max-sm:order-last max-sm:w-full">{note}</p>}
			<span className="ml-auto flex flex-wrap items-center justify-end gap-2">
				{actions}
				<Button kind="quiet" onClick={() => change({ panel: null })} title="Back to the list (Esc)">
					<X size={12} aria-hidden /> Close
				</Button>
			</span>
		</header>
	);
}
