import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';

interface Props {
	readonly title: string;
	readonly note?: ReactNode;
	readonly actions?: ReactNode;
	/** Whether what is in it goes to the edges. */
	readonly flush?: boolean;
	/** Whether it is brought into view when it comes. */
	readonly comesIntoView?: boolean;
	readonly children: ReactNode;
}

/** Scrolls what it stands in and nothing else: `scrollIntoView` would also move the frame around that. */
function intoView(section: HTMLElement | null) {
	const main = section?.closest('main');
	if (section == null || main == null) return;
	const top = section.getBoundingClientRect().top - main.getBoundingClientRect().top;
	if (top < 0 || top > main.clientHeight / 2) main.scrollTop += top;
}

/** A part of the view under its own heading. */
export function Part({ title, note, actions, flush = false, comesIntoView = false, children }: Props) {
	return (
		<section
			ref={comesIntoView ? intoView : undefined}
			aria-label={title}
			className={cn('min-w-0 border-b border-line bg-surface pt-2', !flush && 'px-4 pb-3')}
		>
			<header className={cn('mb-1 flex min-h-7 flex-wrap items-center gap-x-2.5', flush && 'px-4')}>
				<h2 className="text-13 font-semibold">{title}</h2>
				{note === undefined ? null : <span className="min-w-0 text-12 text-text-3">{note}</span>}
				{actions === undefined ? null : <span className="ml-auto">{actions}</span>}
			</header>
			{children}
		</section>
	);
}
