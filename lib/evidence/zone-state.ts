import { groupDigits, plural } from '../events/amounts';
import type { EpochMicros } from '../events/contract';
import { FINDING_KINDS } from './finding';

/** What can be said of the integrity of a zone, from best to worst. */
export const ZONE_STATES = ['whole', 'attention', 'unknown', 'broken'] as const;
export type ZoneState = (typeof ZONE_STATES)[number];

/** What it is said from. */
export interface ZoneFacts {
	readonly seq: number;
	readonly verifiedSeq: number;
	readonly verifiedAt: EpochMicros | null;
	/** Ingestion of the first event that is not verified, and of the first that no anchor covers; null when there is none. */
	readonly oldestUnverifiedAt: EpochMicros | null;
	readonly oldestUnanchoredAt: EpochMicros | null;
	/** Kinds of the findings nobody has resolved. */
	readonly findings: readonly string[];
	/** The first place a finding is about. */
	readonly brokenSeq: number | null;
}

const HOUR = 3_600_000_000n;
/** Sweeps begin every hour and may take one: what no sweep reached for longer is not known. */
const UNVERIFIED_MAX = 2n * HOUR;
/** Checkpoints are a minute apart, and reach anchors in seconds. */
const UNANCHORED_MAX = HOUR / 12n;

/** Findings that say that the ledger is not what it was. */
export function isOfLedger(kind: string): boolean {
	return (FINDING_KINDS as readonly string[]).includes(kind) && !kind.startsWith('anchor_');
}

/** The state of a zone, and why. What is not known is never whole. */
export function zoneState(facts: ZoneFacts, now: EpochMicros): { readonly state: ZoneState; readonly said: string } {
	const { seq, verifiedSeq, verifiedAt, oldestUnverifiedAt, oldestUnanchoredAt, findings, brokenSeq } = facts;
	const faults = findings.filter(isOfLedger).length;
	if (faults > 0)
		return { state: 'broken', said: brokenSeq === null ? plural(faults, 'open finding') : `broken at #${groupDigits(brokenSeq)}` };
	if (verifiedAt === null || (seq > 0 && verifiedSeq === 0)) return { state: 'unknown', said: 'not verified yet' };
	if (oldestUnverifiedAt !== null && now - oldestUnverifiedAt > UNVERIFIED_MAX)
		return { state: 'unknown', said: `not verified beyond #${groupDigits(verifiedSeq)} for over 2 h` };
	if (findings.length > 0) return { state: 'attention', said: plural(findings.length, 'open finding') };
	if (oldestUnanchoredAt !== null && now - oldestUnanchoredAt > UNANCHORED_MAX)
		return { state: 'attention', said: `verified to #${groupDigits(verifiedSeq)}, but no anchor holds the newest events` };
	return { state: 'whole', said: `verified to #${groupDigits(verifiedSeq)}` };
}

/** The worst of some states; unknown of none. */
export function worstOf(states: readonly ZoneState[]): ZoneState {
	return ZONE_STATES.findLast((state) => states.includes(state)) ?? 'unknown';
}
