import type { AuditItem, AuditPage, ZoneHead } from '../api/audit';

/**
 * How far each zone's chain has been read. Commits to a chain are serialised, so whoever has read up to a place has missed
 * nothing before it. A position moves over the head known before a question once that question is answered to its end, so
 * that a filter that lets little through does not scan the same events again and again.
 */
export class Positions {
	private readonly read = new Map<string, number>();
	/** Events behind the starting heads that were printed before following began. */
	private readonly printed = new Set<string>();

	/** @param heads read before `shown` was: what is behind them may be in `shown` too */
	constructor(heads: readonly ZoneHead[], shown: readonly AuditItem[]) {
		for (const { zone, headSeq } of heads) this.read.set(zone, headSeq);
		for (const item of shown) if (item.seq > this.of(item.zone)) this.printed.add(keyOf(item));
	}

	/** The place behind which the zone's unread events are; 0 for a zone that has not been read yet. */
	of(zone: string): number {
		return this.read.get(zone) ?? 0;
	}

	/** Whether the zone was there at the start or was begun since. */
	knows(zone: string): boolean {
		return this.read.has(zone);
	}

	/** Begins a zone that was not there: behind `seq`. */
	begin(zone: string, seq: number): void {
		this.read.set(zone, seq);
	}

	/**
	 * Takes what eventsAfter answered, and moves on.
	 * @param headSeq the zone's head, read before the page was
	 * @returns the events not printed before
	 */
	take(zone: string, headSeq: number, page: AuditPage): AuditItem[] {
		const before = this.of(zone);
		const fresh = page.items.filter((item) => item.seq > before);
		const last = fresh.reduce((seq, item) => Math.max(seq, item.seq), before);
		this.read.set(zone, page.cursor === null ? Math.max(last, headSeq) : last);
		return fresh.filter((item) => !this.printed.delete(keyOf(item)));
	}
}

function keyOf({ zone, seq }: AuditItem): string {
	return `${zone}\n${seq}`;
}
