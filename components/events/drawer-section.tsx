import type { ReactNode } from 'react';

/** A part of the drawer under a small title, with its own actions at the right. */
export function DrawerSection({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
	return (
		<section aria-label={title} className="mt-4">
			<h2 className="mb-0.5 flex min-h-6 items-center text-11 font-medium text-text-3">
				{title}
				<span className="ml-auto flex items-center gap-1">{actions}</span>
			</h2>
			{children}
		</section>
	);
}
