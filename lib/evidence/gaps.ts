import { groupDigits, plural } from '../events/amounts';
import type { EpochMicros } from '../events/contract';

/** Why evidence of some time may be missing. */
export const GAP_REASONS = ['lag', 'dead_letters', 'trimmed', 'missing_events', 'quiet'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** A stretch of time of which evidence may be missing, and why. */
export interface EvidenceGap {
	readonly reason: GapReason;
	/** Null: which zone nobody knows, so any. */
	readonly zone: string | null;
	readonly from: EpochMicros;
	/** Null: it lasts. */
	readonly to: EpochMicros | null;
	/** What stands behind "because". */
	readonly said: string;
}

/** What a stream lost, or has in the dead letters. */
export function streamGap(row: {
	readonly kind: 'trimmed' | 'dead_letters';
	readonly source: string;
	readonly from: EpochMicros;
	readonly to: EpochMicros;
	readonly entries: number | null;
}): EvidenceGap {
	const { kind, source, from, to, entries } = row;
	const said =
		kind === 'dead_letters'
			? `${plural(entries ?? 1, 'entry waits', 'entries wait')} in the dead letters, not in the ledger`
			: `${entries === null ? 'entries were' : plural(entries, 'entry was', 'entries were')} deleted from ${source} before they were read`;
	return { reason: kind, zone: null, from, to, said };
}

/** Events that a sweep found missing; null where no time can be told. */
export function missingGap(finding: {
	readonly zoneId: string;
	readonly kind: string;
	readonly seq: number | null;
	readonly lastSeq: number | null;
	readonly before: EpochMicros | null;
	readonly after: EpochMicros | null;
	readonly observedAt: EpochMicros;
}): EvidenceGap | null {
	const { zoneId, kind, seq, lastSeq, before, after, observedAt } = finding;
	if ((kind !== 'sequence_gap' && kind !== 'tail_truncated') || seq === null) return null;
	const [one, other] = [before ?? after ?? observedAt, after ?? observedAt];
	// events of one zone need not have occurred in the order they were taken in
	const [from, to] = one < other ? [one, other] : [other, one];
	const places =
		lastSeq === null || lastSeq === seq ? `event #${groupDigits(seq)} is` : `events #${groupDigits(seq)} to #${groupDigits(lastSeq)} are`;
	return {
		reason: 'missing_events',
		zone: zoneId,
		from,
		to,
		said: `${places} missing from the ledger of ${zoneId}`,
	};
}

/** Whether a gap touches a window, both ends of which may be open, of some zones; of no zone named, of all. */
export function touches(
	gap: Pick<EvidenceGap, 'zone'> & { readonly from: number; readonly to: number | null },
	window: { readonly from: number | null; readonly to: number | null },
	zones: readonly string[],
): boolean {
	if (gap.zone !== null && zones.length > 0 && !zones.includes(gap.zone)) return false;
	return (window.to === null || gap.from <= window.to) && (gap.to === null || window.from === null || gap.to >= window.from);
}
