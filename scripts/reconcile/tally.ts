import type { SourceStream } from '../../lib/streams/names';
import type { Whereabouts } from './classify';

/** The stream side of one zone, in entries. */
export interface ZoneTally {
	readonly zoneId: string;
	entries: number;
	ledger: number;
	duplicates: number;
	waiting: number;
	missing: number;
	/** By reason, up to its first colon. */
	readonly deadLetters: Record<string, number>;
}

export interface MissingEntry {
	readonly stream: SourceStream;
	readonly entryId: string;
	readonly zoneId: string;
	readonly why: string;
}

const MISSING_LISTED_MAX = 20;

/** Counts whereabouts per zone. Memory grows with the number of zones. */
export class Tally {
	readonly firstMissing: MissingEntry[] = [];
	private readonly zones = new Map<string, ZoneTally>();

	add(stream: SourceStream, entryId: string, zoneId: string, whereabouts: Whereabouts): void {
		const zone = this.zone(zoneId);
		zone.entries++;
		switch (whereabouts.kind) {
			case 'ledger':
				zone.ledger++;
				break;
			case 'duplicate':
				zone.duplicates++;
				break;
			case 'waiting':
				zone.waiting++;
				break;
			case 'deadLetter':
				zone.deadLetters[whereabouts.reason] = (zone.deadLetters[whereabouts.reason] ?? 0) + 1;
				break;
			case 'missing':
				zone.missing++;
				if (this.firstMissing.length < MISSING_LISTED_MAX) this.firstMissing.push({ stream, entryId, zoneId, why: whereabouts.why });
				break;
		}
	}

	/** By zone id; entries that name no zone first. */
	perZone(): ZoneTally[] {
		return [...this.zones.values()].sort((a, b) => (a.zoneId < b.zoneId ? -1 : 1));
	}

	private zone(zoneId: string): ZoneTally {
		let zone = this.zones.get(zoneId);
		if (zone === undefined) {
			// without a prototype: a reason is text from outside
			zone = {
				zoneId,
				entries: 0,
				ledger: 0,
				duplicates: 0,
				waiting: 0,
				missing: 0,
				deadLetters: Object.create(null) as Record<string, number>,
			};
			this.zones.set(zoneId, zone);
		}
		return zone;
	}
}

export function deadLettersOf(zone: ZoneTally): number {
	return Object.values(zone.deadLetters).reduce((total, n) => total + n, 0);
}
