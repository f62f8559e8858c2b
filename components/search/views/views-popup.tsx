'use client';

import { useState } from 'react';
import { Popover, PopoverPanel, PopoverTrigger } from '@/components/ui/popover';
import { ViewList } from './view-list';
import { ViewsButton } from './views-button';

/** Saved searches, to open and to save, open from the start. */
export default function ViewsPopup() {
	const [open, setOpen] = useState(true);
	return (
		<Popover open={open} onOpenChange={setOpen}>
			<PopoverTrigger asChild>
				<ViewsButton />
			</PopoverTrigger>
			<PopoverPanel
				align="end"
				aria-label="Saved views"
				className="flex max-h-[min(70vh,var(--radix-popover-content-available-height))] w-[min(380px,calc(100vw-16px))] flex-col p-0"
			>
				<ViewList onOpened={() => setOpen(false)} />
			</PopoverPanel>
		</Popover>
	);
}
