'use client';

import { Popover } from 'radix-ui';
import { useState } from 'react';
import { ViewList } from './view-list';
import { ViewsButton } from './views-button';

/** Saved searches, to open and to save, open from the start. */
export default function ViewsPopup() {
	const [open, setOpen] = useState(true);
	return (
		<Popover.Root open={open} onOpenChange={setOpen}>
			<Popover.Trigger asChild>
				<ViewsButton />
			</Popover.Trigger>
			<Popover.Portal>
				<Popover.Content
					align="end"
					sideOffset={4}
					collisionPadding={8}
					aria-label="Saved views"
					className="z-50 flex max-h-[min(70vh,var(--radix-popover-content-available-height))] w-[min(380px,calc(100vw-16px))] flex-col rounded-menu bg-overlay shadow-menu"
				>
					<ViewList onOpened={() => setOpen(false)} />
				</Popover.Content>
			</Popover.Portal>
		</Popover.Root>
	);
}
