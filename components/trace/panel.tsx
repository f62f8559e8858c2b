import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

interface Props {
	readonly title: string;
	readonly note?: ReactNode;
	/** Its own controls, at the right. */
	readonly actions?: ReactNode;
	readonly children: ReactNode;
	readonly className?: string;
}

/** A part of the page. Parts touch, and hairlines divide them. */
export function Panel({ title, note, actions, children, className }: Props) {
	return (
		<section aria-label={title} className={cn('min-w-0 bg-surface px-4 pt-2 pb-4', className)}>
			<header className="mb-1 flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1">
				<h2 className="text-13 font-semibold">{title}</h2>
				{note === undefined ? null : <span className="min-w-0 text-12 text-text-3">{note}</span>}
				{actions === undefined ? null : <span className="ml-auto flex flex-wrap items-center gap-1.5">{actions}</span>}
			</header>
			{children}
		</section>
	);
}
