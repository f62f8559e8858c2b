'use client';

import Link from 'next/link';
import { TimeAndAge } from '@/components/events/clock';
import { cn } from '@/components/ui/cn';
import type { FindingShape, ZoneIntegrity } from '@/lib/api/integrity';
import { groupDigits, plural } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { integrityHref, ledgerEventHref } from '@/lib/url/integrity';
import type { EventPlace } from '@/lib/url/place';
import { verdictOf } from './ledger-words';
import { AnchorMark, Mark } from './look';

/** Name, strip and words beside one another. */
export const LEDGER_GRID = 'gap-x-4 md:grid-cols-[minmax(90px,140px)_minmax(0,1fr)_minmax(180px,264px)]';

type Piece = ZoneIntegrity['strip'][number];

const LOOK: Readonly<Record<Piece['state'], { readonly className: string; readonly words: string }>> = {
	verified: { className: 'bg-chart-allow', words: 'verified' },
	unverified: { className: 'border border-line-strong bg-[image:var(--hatch)]', words: 'not verified yet' },
	broken: { className: 'bg-fault-solid', words: 'broken' },
};

function wordsOf({ fromSeq, toSeq, state, anchors, findings }: Piece): string {
	const place = fromSeq === toSeq ? `#${groupDigits(fromSeq)}` : `#${groupDigits(fromSeq)} to #${groupDigits(toSeq)}`;
	const where = anchors.length === 0 ? 'no anchor holds it' : `anchored: ${anchors.join(', ')}`;
	return `${place}: ${LOOK[state].words}${findings === 0 ? '' : `, ${plural(findings, 'finding')}`}; ${where}`;
}

interface Props {
	readonly zone: ZoneIntegrity;
	/** What is known of what is wrong, to lead from a broken piece to its finding. */
	readonly findings: readonly FindingShape[];
	readonly isSide: boolean;
	readonly timeZone: string;
	readonly onSide: () => void;
	readonly onFinding: (finding: EventPlace) => void;
}

/** The ledger of one zone: its name, its strip of pieces, and what can be said of it. */
export function LedgerRow({ zone, findings, isSide, timeZone, onSide, onFinding }: Props) {
	const { tone, words, more } = verdictOf(zone);
	const findingIn = (piece: Piece) =>
		findings.find(
			(each) =>
				each.zone === zone.zone && each.open && each.seq !== null && each.seq <= piece.toSeq && (each.lastSeq ?? each.seq) >= piece.fromSeq,
		);
	return (
		<li className={cn('grid items-center gap-y-1 border-t border-line px-4 py-2', LEDGER_GRID, isSide && 'bg-raised/50')}>
			<button type="button" onClick={onSide} aria-pressed={isSide} data-stop className="min-w-0 text-left">
				<span className="block truncate font-medium" title={visible(zone.zone)}>
					{visible(zone.zone)}
				</span>
				<span className="block text-11 text-text-3">{plural(zone.seq, 'event')}</span>
			</button>
			{zone.strip.length === 0 ? (
				<p className="text-12 text-text-3">No events yet.</p>
			) : (
				<ul aria-label={`Ledger of ${visible(zone.zone)}`} className="flex gap-px">
					{zone.strip.map((piece) => {
						const found = piece.state === 'broken' ? findingIn(piece) : undefined;
						const target = found === undefined ? null : { zone: zone.zone, seq: Number(found.finding) };
						const said = wordsOf(piece);
						return (
							<li key={piece.fromSeq} className="min-w-1.5" style={{ flexGrow: piece.toSeq - piece.fromSeq + 1, flexBasis: 0 }}>
								<Link
									href={target === null ? ledgerEventHref({ zone: zone.zone, seq: piece.fromSeq }) : integrityHref({ finding: target })}
									prefetch={false}
									data-stop
									title={said}
									aria-label={said}
									onClick={(event) => {
										if (target === null || event.metaKey || event.ctrlKey) return;
										event.preventDefault();
										onFinding(target);
									}}
									className={cn('block h-[18px] rounded-[2px] hover:opacity-80', LOOK[piece.state].className)}
								/>
								<span aria-hidden className="mt-0.5 flex h-3 justify-center overflow-hidden">
									{piece.anchors.length > 0 ? <AnchorMark size={11} /> : null}
								</span>
							</li>
						);
					})}
				</ul>
			)}
			<div className="text-12">
				<Mark tone={tone} className="text-13">
					{words}
				</Mark>
				<p className="text-text-2">
					{zone.verifiedAt === null ? null : (
						<>
							<span className="sr-only">Last verified </span>
							<TimeAndAge at={zone.verifiedAt} timeZone={timeZone} />
							<span aria-hidden>, </span>
						</>
					)}
					{more}
				</p>
			</div>
		</li>
	);
}
