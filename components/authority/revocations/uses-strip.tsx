import type { Uses } from '@/lib/authority/uses';
import { formatMillis, plural } from '@/lib/events/amounts';

/** Percent of the strip that the words of a mark need. */
const WORDS_SHARE = 14;

/** Uses after a revocation along the time since it: refused ones low and grey, those that got through high. The lists below have the same. */
export function UsesStrip({ uses: { violations, races, refusals } }: { uses: Uses }) {
	const refused = refusals.list.map(({ afterMs }) => afterMs);
	const through = [...races.list, ...violations.list].map(({ afterMs }) => afterMs);
	if (refused.length + through.length === 0) return null;
	const lengthMs = Math.max(1, ...refused, ...through);
	const share = (ms: number) => (ms / lengthMs) * (100 - WORDS_SHARE);
	let free = 0;
	const marks = through.map((ms) => {
		const hasWords = share(ms) >= free;
		if (hasWords) free = share(ms) + WORDS_SHARE;
		return { ms, hasWords };
	});
	return (
		<div
			role="img"
			aria-label={`${plural(through.length, 'use')} that got through and ${plural(refused.length, 'refusal')} in ${formatMillis(lengthMs)}`}
			className="mt-2 mb-1"
		>
			<div className="relative h-12 border-b border-line-strong">
				{refused.map((ms, i) => (
					<span key={i} className="absolute bottom-0 h-4 w-px bg-[var(--chart-none)]" style={{ left: `${share(ms)}%` }} />
				))}
				{marks.map(({ ms, hasWords }, i) => (
					<span key={i} className="absolute bottom-0 h-8 w-0.5 bg-[var(--chart-fault)]" style={{ left: `${share(ms)}%` }}>
						{hasWords ? (
							<span className="absolute bottom-full left-0 text-11 whitespace-nowrap text-fault">+{formatMillis(ms)}</span>
						) : null}
					</span>
				))}
			</div>
			<p className="flex justify-between text-11 text-text-3">
				<span>the revocation</span>
				<span>{refused.length === 0 ? 'none was refused by STS' : `grey: ${plural(refused.length, 'refusal')} by STS`}</span>
				<span>+{formatMillis(lengthMs)}</span>
			</p>
		</div>
	);
}
