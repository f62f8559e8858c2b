import type { ReactNode } from 'react';
import { useNow } from '@/components/events/clock';
import { cutMiddle, visible } from '@/lib/events/visible';
import { spanWords } from '@/lib/tail/link-words';
import { msWords } from './figures';
import { Pins } from './pins';
import { Spark } from './spark';
import { useTail } from './tail-context';

function Section({ title, figure, children }: { title: string; figure?: ReactNode; children: ReactNode }) {
	return (
		<section className="border-b border-line px-3 py-3" aria-label={title}>
			<h2 className="mb-1.5 flex items-baseline justify-between gap-2 text-12 font-semibold">
				{title}
				<span className="font-normal text-text-3">{figure}</span>
			</h2>
			{children}
		</section>
	);
}

/** Beside the rows: how much of what, how late, why denied, and what this tail is. */
export function Side({ onReason }: { onReason: (reason: string) => void }) {
	const { now } = useTail();
	const clock = useNow();
	const { screen, ledger, reasons, counts } = now;
	const most = reasons[0]?.[1] ?? 1;
	const facts: readonly (readonly [string, string])[] = [
		['Since', clock === 0 ? '' : `${spanWords(clock - now.startedMs)} ago`],
		['Sampling', 'none, every event'],
		['Left out', counts.skipped === 0 ? 'none' : counts.skipped.toLocaleString('en')],
		['Cut off', now.cuts === 0 ? 'never' : `${now.cuts === 1 ? 'once' : `${now.cuts} times`}, nothing lost`],
		['Connection', now.tabs > 1 ? `one for ${now.tabs} tabs` : 'of this tab'],
		[
			'Rows',
			`${now.rows.length.toLocaleString('en')} on the page${now.letGo > 0 ? `, ${now.letGo.toLocaleString('en')} older in the search` : ''}`,
		],
	];
	return (
		<aside aria-label="Figures of the tail" className="hidden w-64 shrink-0 overflow-auto border-l border-line-strong lg:block">
			<Pins />
			<Section title="Matching events" figure="last 10 min">
				<Spark series={now.series} />
			</Section>
			<Section title="Event to screen" figure={`${msWords(screen.p50)} p50`}>
				<dl className="grid grid-cols-[1fr_auto_auto_auto] gap-x-3 text-12 text-text-2">
					<dt className="text-text-3">from</dt>
					{['p50', 'p95', 'worst'].map((each) => (
						<dd key={each} className="text-right text-text-3">
							{each}
						</dd>
					))}
					{[['occurred', screen] as const, ['ingested', ledger] as const].map(([from, figures]) => (
						<div key={from} className="contents">
							<dt>{from}</dt>
							{[figures.p50, figures.p95, figures.max].map((ms, i) => (
								<dd key={`${i}`} className="text-right">
									{msWords(ms)}
								</dd>
							))}
						</div>
					))}
				</dl>
			</Section>
			<Section title="Why denied" figure="last 10 min">
				{reasons.length === 0 ? (
					<p className="text-12 text-text-3">Nothing was denied.</p>
				) : (
					<ul>
						{reasons.map(([reason, events]) => (
							<li key={reason}>
								<button
									type="button"
									onClick={() => onReason(reason)}
									title={`Only reason:${visible(cutMiddle(reason, 80))}`}
									className="w-full rounded-control py-0.5 text-left hover:bg-hover"
								>
									<span className="flex gap-2 text-12">
										<code className="min-w-0 flex-1 truncate font-mono text-11 leading-4">{visible(cutMiddle(reason, 80))}</code>
										{events.toLocaleString('en')}
									</span>
									<span aria-hidden className="block h-0.5 bg-chart-deny" style={{ width: `${(events / most) * 100}%` }} />
								</button>
							</li>
						))}
					</ul>
				)}
			</Section>
			<Section title="This tail">
				<dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-y-0.5 text-12">
					{facts.map(([name, value]) => (
						<div key={name} className="contents">
							<dt className="text-text-3">{name}</dt>
							<dd>{value}</dd>
						</div>
					))}
				</dl>
			</Section>
		</aside>
	);
}
