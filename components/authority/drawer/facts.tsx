import type { ReactNode } from 'react';

/** Facts as name and value. */
export function FactList({ children }: { children: ReactNode }) {
	return <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 gap-y-1 text-12">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-text-3">{name}</dt>
			<dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
		</>
	);
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section aria-label={title} className="border-b border-line px-4 py-3 last:border-b-0">
			<h3 className="mb-1.5 text-12 font-semibold">{title}</h3>
			{children}
		</section>
	);
}
