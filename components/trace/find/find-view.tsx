'use client';

import Link from 'next/link';
import { useNow } from '@/components/events/clock';
import { useViewKeys } from '@/components/shell/use-view-keys';
import { OpeningMark } from '@/components/ui/opening-mark';
import { shortId, visible } from '@/lib/events/visible';
import { ageWords } from '@/lib/time-words';
import { requestHref } from '@/lib/url/request';
import { IdBox } from './id-box';
import { useRecentRequests } from './recent';

/** Where a request is looked for: the box, and those this browser opened last. */
export function FindView() {
	const { recent, forget } = useRecentRequests();
	const nowMs = useNow();
	useViewKeys(() => ({ '/': () => document.querySelector<HTMLElement>('main [data-id-box]')?.focus() }));
	return (
		<main className="min-h-0 flex-1 overflow-auto bg-surface px-4">
			<div className="mx-auto max-w-2xl pt-[9vh] pb-10">
				<h1 className="text-20 font-semibold">What happened to a request?</h1>
				<p className="mt-1 mb-4 text-text-2">
					Paste its ID: what came of it, why, who acted for whom, and what changed since it last worked.
				</p>
				<IdBox isLarge />
				{recent.length === 0 ? (
					<div className="mt-8 text-text-2">
						<h2 className="font-semibold text-text">No ID at hand?</h2>
						<p className="mt-1">
							It is what the caller sent as <code className="font-mono text-12">X-Request-Id</code>, so its log has it. Or{' '}
							<Link href="/search?q=decision:deny" className="text-accent underline">
								look at the latest refusals
							</Link>{' '}
							and open one of them; requests that you open are listed here.
						</p>
					</div>
				) : (
					<section aria-label="Opened last" className="mt-8">
						<header className="flex items-center">
							<h2 className="text-12 font-semibold">Opened last in this browser</h2>
							<button type="button" onClick={forget} className="ml-auto text-12 text-accent hover:underline">
								Forget them
							</button>
						</header>
						<ul className="mt-1">
							{recent.map(({ id, zone, words, openedAt }) => (
								<li key={`${zone}/${id}`} className="border-t border-line first:border-t-0">
									<Link href={requestHref(id, { zone })} className="block px-1 py-1.5 hover:bg-hover">
										<span className="flex items-center gap-3 text-12">
											<code className="font-mono" title={visible(id.slice(0, 400))}>
												{shortId(id)}
											</code>
											{zone === null ? null : <span className="text-text-2">{visible(zone)}</span>}
											<OpeningMark />
											<span className="ml-auto whitespace-nowrap text-text-3">{nowMs === 0 ? '' : `${ageWords(openedAt, nowMs)} ago`}</span>
										</span>
										<span className="line-clamp-1 text-text-2">{words}</span>
									</Link>
								</li>
							))}
						</ul>
					</section>
				)}
			</div>
		</main>
	);
}
