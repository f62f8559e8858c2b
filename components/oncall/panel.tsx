import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

interface Props {
	readonly title: string;
	readonly note?: ReactNode;
	readonly actions?: ReactNode;
	readonly large?: boolean;
	readonly children: ReactNode;
	readonly className?: string | undefined;
}

/** A part of the screen under the figures. */
export function Panel({ title, note, actions, large = false, children, className }: Props) {
	return (
		<section aria-label={title} className={cn('flex min-w-0 flex-col bg-surface px-4 pt-2 pb-3', large && 'text-20', className)}>
			<header className="mb-1 flex min-h-7 flex-wrap items-center gap-x-2.5">
				<h2 className={cn('font-semibold', large ? 'text-20' : 'text-13')}>{title}</h2>
				{note === undefined ? null : <span className="min-w-0 text-12 text-text-3">{note}</span>}
				{actions === undefined ? null : <span className="ml-auto">{actions}</span>}
			</header>
			{children}
		</section>
	);
}
