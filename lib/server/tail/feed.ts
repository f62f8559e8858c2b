import 'server-only';
import type { ZoneScope } from '../../access/roles';
import type { TailShape } from '../../api/tail';
import type { Query } from '../../query/ast';
import { type Predicate, predicateOf } from '../../query/match';
import { namesAsked } from '../../query/names';
import type { Ring } from '../../tail/ring';
import { frameText } from '../../tail/sse';
import { includesZone } from '../access';
import { Piece } from '../http/piece';
import { cursorOf } from './cursor';
import type { TailEntry } from './entry';
import type { TailEvent } from './tail-event';

/** Rows of a frame are gathered until they are this long, in bytes of JSON. */
export const FRAME_BYTES_MAX = 64 * 1024;

/** What is watched: everything two viewers must have in common to get the same frames. */
export interface FeedQuestion {
	/** The zones the asker may read. */
	readonly scope: ZoneScope;
	/** Zones asked for by name; none: all they may read. */
	readonly zoneIds: readonly string[];
	/** Names in it are not resolved. */
	readonly query: Query;
	readonly shape: TailShape;
}

/** What a viewer gets next from the ring. */
export interface Taken {
	/** Number of the entry to go on with. */
	readonly next: number;
	/** Where the viewer then stands. */
	readonly after: TailEntry | null;
	/** Null when no event of these entries is for the viewer. */
	readonly frame: Piece | null;
	readonly received: number;
	readonly shown: number;
}

export function feedKey(question: FeedQuestion): string {
	return JSON.stringify(question, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** One question, with the frames made for it: once for all who ask it and stand at the same place. */
export class Feed {
	/** The query with names of applications and workloads as the ids known by them; null when it lets everything through. */
	private predicate: Predicate | null = null;
	/** Whom it is open to, and of which zones: the same for all feeds it is the same of. */
	readonly zonesKey: string;
	/** Every zone there is, and is to be. */
	private readonly isOfAllZones: boolean;
	/** Viewers of it. */
	viewers = 0;
	private last: { readonly from: number; readonly end: number; readonly taken: Taken } | null = null;

	constructor(readonly question: FeedQuestion) {
		this.zonesKey = JSON.stringify([question.scope, question.zoneIds]);
		this.isOfAllZones = question.scope.kind === 'all' && question.zoneIds.length === 0;
		this.resolve(question.query);
	}

	/** Whether ids must be looked up for names. */
	get hasNames(): boolean {
		return namesAsked(this.question.query).length > 0;
	}

	/** Takes the query with its names resolved. */
	resolve(query: Query): void {
		this.predicate = query.kind === 'all' ? null : predicateOf(query);
		this.last = null;
	}

	holdsZone(zoneId: string): boolean {
		if (this.isOfAllZones) return true;
		const { scope, zoneIds } = this.question;
		return includesZone(scope, zoneId) && (zoneIds.length === 0 || zoneIds.includes(zoneId));
	}

	passes(event: TailEvent): boolean {
		return this.holdsZone(event.zoneId) && (this.predicate === null || this.predicate(event.query));
	}

	/** Events of the zones in entries from one number up to another. */
	received(ring: Ring<TailEntry>, from: number, to: number): number {
		let events = 0;
		for (let no = Math.max(from, ring.oldest); no < to; no++) {
			const entry = ring.at(no);
			if (entry === undefined) break;
			if (this.isOfAllZones) events += entry.events.length;
			else for (const [zoneId, count] of entry.zones) if (this.holdsZone(zoneId)) events += count;
		}
		return events;
	}

	/** The next frame from an entry on, which must be in the ring; at most FRAME_BYTES_MAX and one entry long. */
	take(ring: Ring<TailEntry>, from: number): Taken {
		const end = ring.next;
		if (this.last?.from === from && this.last.end === end) return this.last.taken;
		const rows: string[] = [];
		let length = 0;
		let received = 0;
		let no = from;
		for (; no < end && length < FRAME_BYTES_MAX; no++) {
			const entry = ring.at(no);
			if (entry === undefined) break;
			received += this.received(ring, no, no + 1);
			for (const event of entry.events) {
				if (!this.passes(event)) continue;
				const json = event.json(this.question.shape);
				rows.push(json);
				length += json.length;
			}
		}
		const after = ring.at(no - 1) ?? null;
		const id = rows.length === 0 || after === null ? null : cursorOf(after.after);
		const frame = rows.length === 0 ? null : new Piece(frameText('events', `[${rows.join(',')}]`, id));
		const taken = { next: no, after, frame, received, shown: rows.length };
		// for one alone it would be kept in vain
		if (this.viewers > 1) this.last = { from, end, taken };
		return taken;
	}
}
