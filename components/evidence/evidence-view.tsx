'use client';

import { Plus } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useCallback, useRef } from 'react';
import { failureOf } from '@/components/events/api';
import { Nothing, Problem } from '@/components/events/problem';
import { ListTop, SettingsSkeleton } from '@/components/settings/list-parts';
import { useRowKeys } from '@/components/settings/use-row-keys';
import { usePageKeys } from '@/components/shell/shell';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ErrorBody } from '@/lib/api/events';
import type { EvidenceJobShape } from '@/lib/api/evidence';
import { plural } from '@/lib/events/amounts';
import { type BundleWanted, EMPTY_BUNDLE, evidenceHref, parseEvidence } from '@/lib/url/evidence';
import { EVIDENCE_KEYS } from './evidence-key-help';
import { VERIFIER_HREF } from './how-to-verify';
import { JobDrawer } from './job-drawer';
import { JobRows } from './job-rows';
import { isOpen } from './job-words';
import { NewBundleForm } from './new-bundle-form';
import { useJobs } from './use-jobs';

interface Props {
	readonly first: { readonly jobs: readonly EvidenceJobShape[] } | null;
	readonly firstError: ErrorBody | null;
}

/** Every bundle that was asked for in the reader's zones, the one that is open, and the form for another. */
export function EvidenceView({ first, firstError }: Props) {
	const { form, job: selected } = parseEvidence(useSearchParams());
	const { query, jobs, put } = useJobs(first);
	const rows = useRef<HTMLElement>(null);
	const go = useCallback((to: { job?: string | null; form?: BundleWanted | null }, how: 'push' | 'replace' = 'push') => {
		if (how === 'push') window.history.pushState(null, '', evidenceHref(to));
		else window.history.replaceState(null, '', evidenceHref(to));
	}, []);
	const open = jobs.find(({ job }) => job === selected);
	usePageKeys(EVIDENCE_KEYS);
	useRowKeys({
		rows,
		onClose: () => (selected === null ? undefined : go({})),
		onNew: () => go({ job: selected, form: EMPTY_BUNDLE }),
	});

	const making = jobs.filter(isOpen).length;
	const failure = query.data !== undefined ? null : query.error !== null ? failureOf(query.error) : firstError;
	return (
		<div className="flex min-h-0 flex-1">
			<main ref={rows} className="flex min-h-0 min-w-0 flex-1 flex-col overflow-auto">
				<h1 className="sr-only">Evidence bundles</h1>
				<ListTop
					count={
						query.data === undefined
							? failure === null
								? 'Reading…'
								: 'Not read'
							: `${plural(jobs.length, 'bundle')}${making === 0 ? '' : `, ${making.toLocaleString('en')} being made`}`
					}
				>
					<Button asChild size="bar">
						<a href={VERIFIER_HREF} download title="One page that checks bundles in any browser, opened from disk">
							Verifier page
						</a>
					</Button>
					<Button size="bar" kind="primary" onClick={() => go({ job: selected, form: EMPTY_BUNDLE })} title="New bundle (n)">
						<Plus size={14} aria-hidden /> New bundle
					</Button>
				</ListTop>
				{query.error !== null && query.data !== undefined ? (
					<p role="alert" className="border-b border-line px-3 py-1.5 text-12 text-deny">
						These could not be read anew: {failureOf(query.error).message} What is shown may be old.
					</p>
				) : null}
				{failure !== null ? (
					<Problem error={failure} onRetry={() => void query.refetch()} />
				) : query.data === undefined ? (
					<SettingsSkeleton />
				) : jobs.length === 0 ? (
					<Nothing title="No bundle yet.">
						<p>
							A bundle is one file with events, the bytes their producers signed, and proofs that they stand in the log as it was signed.
							Anyone can check it without this console. Make one here, or from a request, a search or a revocation.
						</p>
						<Button kind="primary" onClick={() => go({ form: EMPTY_BUNDLE })}>
							<Plus size={13} aria-hidden /> New bundle
						</Button>
					</Nothing>
				) : (
					<>
						<JobRows jobs={jobs} selected={open?.job ?? null} onOpen={({ job }) => go({ job })} />
						{selected !== null && open === undefined ? (
							<p className="px-3 py-2 text-12 text-text-2">There is no bundle {selected}, or you may not see it.</p>
						) : null}
					</>
				)}
			</main>
			{open === undefined ? null : <JobDrawer key={open.job} job={open} onChanged={put} onClose={() => go({})} />}
			<Dialog
				open={form !== null}
				onOpenChange={(shown) => (shown ? undefined : go({ job: selected }, 'replace'))}
				title="New evidence bundle"
			>
				{form === null ? null : (
					<NewBundleForm
						wanted={form}
						onChange={(wanted) => go({ job: selected, form: wanted }, 'replace')}
						onAsked={(asked) => {
							put(asked);
							go({ job: asked.job }, 'replace');
						}}
						onCancel={() => go({ job: selected }, 'replace')}
					/>
				)}
			</Dialog>
		</div>
	);
}
