'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

interface Props {
	readonly title: ReactNode;
	readonly onClose: () => void;
	readonly children: ReactNode;
}

/** What is selected, beside the graph; a sheet on a narrow screen. */
export function Drawer({ title, onClose, children }: Props) {
	return (
		<aside
			aria-label="Selected"
			className="sheet z-30 flex w-[var(--drawer)] shrink-0 flex-col overflow-hidden bg-surface max-lg:fixed max-lg:inset-x-0 max-lg:max-h-[75dvh] max-lg:w-full max-lg:rounded-t-menu lg:border-l lg:border-line-strong"
		>
			<header className="flex min-h-11 items-center gap-2 border-b border-line px-4">
				<h2 className="flex min-w-0 flex-1 items-center gap-2">{title}</h2>
				<Button kind="quiet" size="icon" aria-label="Close" title="Close (Esc)" onClick={onClose}>
					<X size={14} aria-hidden />
				</Button>
			</header>
			<div className="min-h-0 flex-1 overflow-auto">{children}</div>
		</aside>
	);
}
