'use client';

import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

interface Props {
	readonly open: boolean;
	readonly onOpenChange: (open: boolean) => void;
	readonly title: string;
	readonly children: ReactNode;
}

/** A dialog in the middle of the page; Esc and a click outside close it. */
export function Dialog({ open, onOpenChange, title, children }: Props) {
	return (
		<Primitive.Root open={open} onOpenChange={onOpenChange}>
			<Primitive.Portal>
				<Primitive.Overlay className="fixed inset-0 z-40 bg-bg/60" />
				<Primitive.Content
					aria-describedby={undefined}
					className="fixed top-[12vh] left-1/2 z-50 max-h-[76vh] w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-auto rounded-menu bg-overlay shadow-menu"
				>
					<div className="flex items-center border-b border-line px-4 py-2.5">
						<Primitive.Title className="text-15 font-semibold">{title}</Primitive.Title>
						<Primitive.Close
							className="ml-auto grid size-6 place-items-center rounded-control text-text-3 hover:bg-hover hover:text-text"
							aria-label="Close"
						>
							<X size={14} aria-hidden />
						</Primitive.Close>
					</div>
					{children}
				</Primitive.Content>
			</Primitive.Portal>
		</Primitive.Root>
	);
}
