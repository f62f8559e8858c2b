import type { SweepShape, ZoneIntegrity } from '@/lib/api/integrity';
import { groupDigits, plural } from '@/lib/events/amounts';
import type { Tone } from './look';

/** How far a verification has come, from 0 to 1; null before it begins. */
export function shareOf({ fromSeq, toSeq, nextSeq }: SweepShape): number | null {
	if (fromSeq === null || toSeq === null || nextSeq === null) return null;
	const all = toSeq - fromSeq + 1;
	return all <= 0 ? 1 : Math.min(1, Math.max(0, (nextSeq - fromSeq) / all));
}

/** Seconds a verification will take on, by the rate of its last piece; null when that cannot be told. */
export function secondsLeft({ toSeq, nextSeq, eventsPerSecond }: SweepShape): number | null {
	if (toSeq === null || nextSeq === null || eventsPerSecond === null || eventsPerSecond <= 0) return null;
	return Math.max(0, toSeq - nextSeq + 1) / eventsPerSecond;
}

/** What can be said of a zone's ledger in a few words. */
export function verdictOf(zone: ZoneIntegrity): { readonly tone: Tone; readonly words: string; readonly more: string } {
	const broken = zone.strip.find(({ state }) => state === 'broken');
	const ahead = zone.seq - zone.verifiedSeq;
	const running = zone.sweep !== null && zone.sweep.endedAt === null ? shareOf(zone.sweep) : null;
	const more =
		running !== null
			? `verification under way, ${Math.floor(running * 100)}\u00a0%`
			: ahead > 0
				? `${plural(ahead, 'event')} to go`
				: 'to its last event';
	if (broken !== undefined) {
		const place =
			broken.fromSeq === broken.toSeq
				? `#${groupDigits(broken.fromSeq)}`
				: `#${groupDigits(broken.fromSeq)} to #${groupDigits(broken.toSeq)}`;
		return { tone: 'fails', words: `Broken at ${place}`, more: plural(zone.openFindings, 'open finding') };
	}
	if (zone.verifiedAt === null) return { tone: 'unknown', words: 'Never verified', more };
	if (zone.openFindings > 0) return { tone: 'note', words: `${plural(zone.openFindings, 'open finding')}`, more };
	if (zone.verifiedSeq === 0) return { tone: 'unknown', words: 'Nothing verified yet', more };
	return { tone: 'holds', words: `Verified to #${groupDigits(zone.verifiedSeq)}`, more };
}
