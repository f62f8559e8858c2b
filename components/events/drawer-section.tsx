import type { ReactNode } from 'react';

/** A part of the drawer under a small title, with its own actions at the right. */
export function DrawerSection({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
	return (
		<section aria-label={title} className="mt-4">
			<h3 className="mb-1 flex min-h-6 items-center text-12 text-text-3">
				{title}
				<span className="ml-auto flex items-center gap-1">{actions}</span>
			</h3>
			{children}
		</section>
	);
}
