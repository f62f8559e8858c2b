import Link from 'next/link';
import { PLAYBOOK } from '@/lib/evidence/playbook';
import { integrityHref } from '@/lib/url/integrity';

/** What each kind of finding means, and what to do about it. */
export function PlaybookView() {
	return (
		<main className="min-h-0 flex-1 overflow-auto bg-surface">
			<div className="mx-auto max-w-[86ch] px-4 py-6">
				<h1 className="text-20 font-semibold">Findings and what to do about them</h1>
				<p className="mt-1 text-text-2">
					<Link href={integrityHref()} className="text-accent underline">
						Back to integrity
					</Link>
				</p>
				{PLAYBOOK.map(({ kind, means, first, steps, settled }) => (
					<section
						key={kind}
						id={kind}
						aria-labelledby={`${kind}-title`}
						className="-mx-4 scroll-mt-4 border-b border-line px-4 py-5 target:bg-selected"
					>
						<h2 id={`${kind}-title`} className="text-15 font-semibold">
							{kind.replaceAll('_', ' ')}
						</h2>
						<p className="mt-1">{means}</p>
						<p className="mt-2">
							<strong className="font-semibold">First.</strong> {first}
						</p>
						<ol className="mt-2 list-decimal pl-5">
							{steps.map((step) => (
								<li key={step} className="mt-1">
									{step}
								</li>
							))}
						</ol>
						<p className="mt-2 text-text-2">
							<strong className="font-semibold">Settled</strong> {settled[0]?.toLowerCase()}
							{settled.slice(1)}
						</p>
					</section>
				))}
			</div>
		</main>
	);
}
