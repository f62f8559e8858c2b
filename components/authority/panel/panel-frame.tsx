'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

interface Props {
	readonly title: string;
	readonly onClose: () => void;
	readonly children: ReactNode;
}

/** An answer that stands above the graph. */
export function PanelFrame({ title, onClose, children }: Props) {
	return (
		<section aria-label={title} className="max-h-[45%] shrink-0 overflow-auto border-b border-line-strong bg-surface">
			<header className="sticky top-0 flex h-9 items-center gap-2 bg-surface px-4">
				<h2 className="text-13 font-semibold">{title}</h2>
				<Button kind="quiet" size="icon" className="ml-auto" aria-label={`Close: ${title}`} onClick={onClose}>
					<X size={14} aria-hidden />
				</Button>
			</header>
			<div className="px-4 pb-3">{children}</div>
		</section>
	);
}
