'use client';

import { Bookmark } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { Button } from '@/components/ui/button';

// fetched when first opened
const ViewList = dynamic(() => import('./view-list').then((module) => module.ViewList), { ssr: false });

/** Saved searches, to open and to save. */
export function ViewsMenu() {
	const [open, setOpen] = useState(false);
	return (
		<Popover.Root open={open} onOpenChange={setOpen}>
			<Popover.Trigger asChild>
				<Button title="Saved views" aria-label="Views">
					<Bookmark size={13} aria-hidden /> <span className="max-lg:sr-only">Views</span>
				</Button>
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
