import type { ReactNode } from 'react';

interface Props {
	readonly title: string;
	readonly note: ReactNode;
	readonly actions?: ReactNode;
	readonly children: ReactNode;
}

/** One of the three parts of the board. */
export function BoardPart({ title, note, actions, children }: Props) {
	return (
		<section aria-label={title} className="min-w-0 bg-surface px-4 pt-3 pb-5">
			<header className="mb-2 flex min-h-7 flex-wrap items-center gap-x-2.5">
				<h2 className="text-13 font-semibold">{title}</h2>
				<span className="text-12 text-text-2">{note}</span>
				<span className="ml-auto">{actions}</span>
			</header>
			{children}
		</section>
	);
}
