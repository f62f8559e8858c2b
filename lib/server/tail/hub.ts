import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../db/database';
import { type Reader, readSnapshot } from '../../../db/queries/reader';
import { withIds } from '../../../db/queries/search/names';
import { eventsBetween, newestCommit, stepFrom } from '../../../db/queries/tail/commits';
import { tailEvents } from '../../../db/queries/tail/events';
import { CommitListener } from '../../../db/queries/tail/listen';
import { listZones, type ZoneRow } from '../../../db/queries/zones';
import { toError } from '../../errors';
import { atCommit, behind, firstOf, isAtRest, type Span, samePosition, spansAhead, type TailPosition } from '../../tail/position';
import { Ring } from '../../tail/ring';
import type { Actor } from '../access';
import { database } from '../database';
import { log } from '../log';
import { TailEntry } from './entry';
import { Feed, type FeedQuestion, feedKey } from './feed';
import { Slots } from './slots';
import { type Ended, endedFor } from './still-allowed';
import { TailEvent } from './tail-event';

/** What the ring keeps of the newest events, with one entry more at most. */
const RING_BYTES_MAX = 64 * 1024 * 1024;
/** Events of one read, and of one entry. */
const READ_EVENTS = 500;
const ENTRY_EVENTS = 50;
/** Further behind than this the hub goes to the newest commit, and viewers read the ledger. */
const JUMP_EVENTS = 20_000;
/** How long rows are gathered for a frame: the longer, the longer it takes to hand them out, so that most of the time is left. */
const GATHER_MS_MIN = 40;
const GATHER_MS_MAX = 90;
/** The least time between two looks at the ledger. */
const PACE_MS = 20;
/** Viewers are told of the seconds in so many groups, each at a time of its own. */
const SECOND_GROUPS = 10;
/** How often the log of commits is looked at without being told: the safety net below LISTEN. */
const POLL_MS = 2_000;
/** How often it is asked who may still watch; twice this and one look-up are within the 5 s that are promised. */
const ALLOWED_MS = 2_000;
const NAMES_MS = 10_000;
const LIFE_MS_MAX = 30 * 60_000;
/** Looks for catching up at once: they share the connections with everything else the console reads. */
const LEDGER_READS_MAX = 3;

/** A stream, as the hub knows it. */
export interface Viewer {
	readonly feed: Feed;
	readonly actor: Actor;
	/** Bytes its connection has not taken yet. */
	readonly buffered: number;
	/** There may be something for it. */
	pump(): void;
	/** A second has passed. */
	second(): void;
	end(why: Ended): void;
}

/** Reads the ledger once for everybody who watches it, and hands out what is new. */
export class TailHub {
	readonly ring = new Ring<TailEntry>(RING_BYTES_MAX);
	readonly viewers = new Set<Viewer>();
	readonly ledgerReads = new Slots(LEDGER_READS_MAX);
	/** Statements asked of the database by the hub itself, whoever watches. */
	reads = 0;
	private readonly feeds = new Map<string, Feed>();
	private readonly listener: CommitListener;
	private readonly timers: NodeJS.Timeout[] = [];
	private position: TailPosition = atCommit(0);
	/** The step the position is in: what of it is ahead. */
	private ahead: readonly Span[] = [];
	/** The last commit read whole, and the number of the entry behind it. */
	private rest = { commitNo: 0, next: 0 };
	/** Counts the jumps: what was read before one is not what comes next. */
	private jumps = 0;
	private isReading = false;
	private isToldAgain = false;
	private isStarted = false;
	private isClosed = false;
	private tick: NodeJS.Timeout | null = null;
	private handOutMs = 0;
	private group = 0;
	/** How long a stream opened now lives. */
	lifeMsMax = LIFE_MS_MAX;
	/** Whether the last look at the database failed. */
	isAway = false;

	constructor(readonly db: Database) {
		this.listener = new CommitListener(db, () => void this.look());
	}

	/** Begins at the newest commit. Whoever watches calls it first; with nobody watching, nothing is read. */
	async start(): Promise<void> {
		if (this.viewers.size === 0 || !this.isStarted) {
			const newest = await this.snapshot((reader) => newestCommit(reader));
			if (this.viewers.size === 0 || !this.isStarted) this.jumpTo(newest);
		}
		if (this.isStarted) return;
		this.isStarted = true;
		void this.listener.run();
		this.every(POLL_MS, () => void this.look());
		this.every(ALLOWED_MS, () => void this.checkAllowed());
		this.every(NAMES_MS, () => void this.resolveNames());
		this.every(1000 / SECOND_GROUPS, () => this.second());
	}

	/** Ends every stream and closes the connection. */
	async close(): Promise<void> {
		this.isClosed = true;
		for (const timer of this.timers) clearInterval(timer);
		for (const viewer of this.viewers)
			viewer.end({ kind: 'restart', message: 'The console is restarting.', todo: 'Open the stream again from its last id.' });
		await this.listener.close();
		await this.ledgerReads.idle();
		while (this.isReading) await new Promise((resolve) => setTimeout(resolve, 5));
	}

	/** Reads on the primary database: a replica may not have what was told of. Every zone is seen; feeds let through what is theirs. */
	snapshot<T>(read: (reader: Reader) => Promise<T>): Promise<T> {
		this.reads++;
		return readSnapshot(this.db, 'all', read, 'kept');
	}

	/** The last commit everything up to which is in the ring or before it. */
	get restCommit(): number {
		return this.rest.commitNo;
	}

	/** The entry a viewer at a position goes on with, or null when it must read the ledger first. */
	join(position: TailPosition): number | null {
		const no = this.ring.firstWhere((entry) => entry.after.to > position.to);
		const entry = this.ring.at(no);
		if (entry !== undefined) return samePosition(entry.before, position) ? no : null;
		return samePosition(this.position, position) ? this.ring.next : null;
	}

	/** The feed of a question. It is kept until its last viewer goes, so one must be added to it. */
	async feed(question: FeedQuestion): Promise<Feed> {
		const key = feedKey(question);
		const known = this.feeds.get(key);
		if (known !== undefined) return known;
		const made = new Feed(question);
		if (made.hasNames) await this.resolve(made);
		const feed = this.feeds.get(key) ?? made;
		this.feeds.set(key, feed);
		return feed;
	}

	add(viewer: Viewer): void {
		this.viewers.add(viewer);
		viewer.feed.viewers++;
		void this.look();
	}

	remove(viewer: Viewer): void {
		if (!this.viewers.delete(viewer)) return;
		viewer.feed.viewers--;
		if (viewer.feed.viewers > 0) return;
		const key = feedKey(viewer.feed.question);
		if (this.feeds.get(key) === viewer.feed) this.feeds.delete(key);
	}

	/** The zones of a feed there are by now. */
	async zonesOf(feed: Feed): Promise<readonly ZoneRow[]> {
		const zones = await listZones(this.db);
		return zones.filter((zone) => feed.holdsZone(zone.zoneId));
	}

	/** The ledger could not be read, for everybody or for one who catches up. Told once, until a look succeeds. */
	failed(error: unknown): void {
		if (!this.isAway && !this.isClosed) log.warn({ err: toError(error) }, 'the live tail cannot read the ledger; it goes on when it can');
		this.isAway = true;
	}

	private every(ms: number, work: () => void): void {
		const timer = setInterval(work, ms);
		timer.unref();
		this.timers.push(timer);
	}

	private jumpTo(commitNo: number): void {
		this.jumps++;
		this.ring.clear();
		this.position = atCommit(commitNo);
		this.ahead = [];
		this.rest = { commitNo, next: this.ring.next };
	}

	/** Reads what is new. One look at a time; being told during one makes another. */
	private async look(): Promise<void> {
		if (this.isReading || this.isClosed) {
			this.isToldAgain = true;
			return;
		}
		this.isReading = true;
		try {
			do {
				this.isToldAgain = false;
				while (this.viewers.size > 0 && !this.isClosed && (await this.readMore()));
				// what is committed while rows are gathered is read together
				if (this.isToldAgain) await sleep(PACE_MS);
			} while (this.isToldAgain && !this.isClosed);
			this.isAway = false;
		} catch (error) {
			this.failed(error);
		} finally {
			this.isReading = false;
		}
	}

	/** One read. @returns whether there may be more */
	private async readMore(): Promise<boolean> {
		const { jumps } = this;
		const begun = await this.snapshot(async (reader) => {
			if (!isAtRest(this.position)) return this.read(reader, this.position, this.ahead);
			const from = this.position.to;
			const step = await stepFrom(reader, null, from, null, READ_EVENTS);
			if (step.spans.length === 0) return null;
			const events = step.spans.reduce((sum, span) => sum + span.lastSeq - span.firstSeq + 1, 0);
			if (events >= READ_EVENTS) {
				const newest = await newestCommit(reader);
				if ((await eventsBetween(reader, null, from, newest)) > JUMP_EVENTS) return { jumpTo: newest };
			}
			return this.read(reader, { from, to: step.to, zoneNo: 0, seq: 0 }, step.spans);
		});
		if (jumps !== this.jumps) return true;
		if (begun === null) return false;
		if ('jumpTo' in begun) this.jumpTo(begun.jumpTo);
		else this.take(begun);
		this.schedule();
		return true;
	}

	private async read(reader: Reader, position: TailPosition, ahead: readonly Span[]) {
		const part = firstOf(ahead, READ_EVENTS);
		const { rows, isWhole } = await tailEvents(reader, part, null, true);
		return { position, ahead, part, rows, isWhole };
	}

	private take({ position, ahead, part, rows, isWhole }: Awaited<ReturnType<TailHub['read']>>): void {
		const lastSpan = part.at(-1);
		const lastRow = rows.at(-1)?.row;
		const end = isWhole && lastSpan !== undefined ? { zoneNo: lastSpan.zoneNo, seq: lastSpan.lastSeq } : lastRow;
		let before = this.position;
		for (let at = 0; at < rows.length; at += ENTRY_EVENTS) {
			const some = rows.slice(at, at + ENTRY_EVENTS);
			const last = at + ENTRY_EVENTS >= rows.length ? end : some.at(-1)?.row;
			if (last === undefined) break;
			const after = behind(position, ahead, last);
			this.ring.push(
				new TailEntry(
					some.map((row) => new TailEvent(row)),
					before,
					after,
				),
			);
			before = after;
		}
		this.position = end === undefined ? atCommit(position.to) : behind(position, ahead, end);
		this.ahead = isAtRest(this.position) ? [] : spansAhead(ahead, this.position);
		if (isAtRest(this.position)) this.rest = { commitNo: this.position.to, next: this.ring.next };
	}

	/** A group of the viewers has its second: by turns, as they were opened. */
	private second(): void {
		this.group = (this.group + 1) % SECOND_GROUPS;
		let i = 0;
		for (const viewer of this.viewers) if (i++ % SECOND_GROUPS === this.group) viewer.second();
	}

	/** Hands out what was read, once for all that comes while it is gathered. */
	private schedule(): void {
		if (this.tick !== null) return;
		this.tick = setTimeout(
			() => {
				this.tick = null;
				const startedMs = performance.now();
				for (const viewer of this.viewers) viewer.pump();
				this.handOutMs = performance.now() - startedMs;
			},
			Math.min(GATHER_MS_MAX, Math.max(GATHER_MS_MIN, this.handOutMs * 3)),
		);
		this.tick.unref();
	}

	private async resolve(feed: Feed): Promise<void> {
		const zones = await this.zonesOf(feed);
		const query = await this.snapshot((reader) =>
			withIds(
				reader,
				zones.map((zone) => zone.zoneNo),
				feed.question.query,
			),
		);
		feed.resolve(query);
	}

	/** Names that applications got meanwhile. */
	private async resolveNames(): Promise<void> {
		const watched = new Set([...this.viewers].map((viewer) => viewer.feed));
		for (const feed of watched) {
			if (!feed.hasNames) continue;
			try {
				await this.resolve(feed);
			} catch (error) {
				log.warn({ err: toError(error) }, 'names of the live tail could not be looked up');
				return;
			}
		}
	}

	/** Asks once for all streams of an asker who watches the same. While the database is away nobody gets rows either. */
	private async checkAllowed(): Promise<void> {
		const groups = new Map<string, Viewer[]>();
		for (const viewer of this.viewers) {
			const key = `${viewer.actor.kind} ${viewer.actor.id} ${viewer.actor.sessionId} ${viewer.feed.zonesKey}`;
			const group = groups.get(key);
			if (group === undefined) groups.set(key, [viewer]);
			else group.push(viewer);
		}
		for (const viewers of groups.values()) {
			const [one] = viewers;
			if (one === undefined) continue;
			try {
				const ended = await endedFor(one.actor, one.feed.question.scope, one.feed.question.zoneIds);
				if (ended !== null) for (const viewer of viewers) viewer.end(ended);
			} catch (error) {
				log.warn({ err: toError(error) }, 'who may watch the live tail could not be asked');
				return;
			}
		}
	}
}

const holder = globalThis as typeof globalThis & { caracalTailHub?: TailHub | undefined };

/** The hub of this process. */
export function tailHub(): TailHub {
	if (holder.caracalTailHub?.db !== database()) holder.caracalTailHub = new TailHub(database());
	return holder.caracalTailHub;
}

/** Ends every stream of this process and frees what the hub holds. */
export async function closeTailHub(): Promise<void> {
	const hub = holder.caracalTailHub;
	holder.caracalTailHub = undefined;
	await hub?.close();
}
