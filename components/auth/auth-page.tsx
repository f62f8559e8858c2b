import type { ReactNode } from 'react';

/** The frame of a page that stands outside the console: one narrow column. */
export function AuthPage({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
	return (
		<main className="grid min-h-dvh place-items-center px-4 py-8">
			<div className="w-full max-w-80">
				<h1 className="text-20 font-semibold">{title}</h1>
				<p className="mt-1 mb-6 text-13 text-pretty text-text-2">{lead}</p>
				{children}
			</div>
		</main>
	);
}
