import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventsBetween } from '../../../db/queries/tail/commits';
import type { TailLag, TailMode, TailNotice, TailStats } from '../../api/tail';
import { AppError } from '../../errors';
import { atCommit, type TailPosition } from '../../tail/position';
import { frameText, idText, KEEP_ALIVE } from '../../tail/sse';
import { formatMicros } from '../../time';
import type { Actor } from '../access';
import { nowMicros } from '../clock';
import type { Sink, Source } from '../http/flow';
import { Piece } from '../http/piece';
import { cursorOf } from './cursor';
import type { Feed } from './feed';
import { History } from './history';
import type { TailHub, Viewer } from './hub';
import type { Ended } from './still-allowed';

/** A connection that takes nothing for so long is given up. */
const STALL_MS_MAX = 5 * 60_000;
const KEEP_ALIVE_MS = 15_000;
/** How often a position is told that moved without a row. */
const POSITION_MS = 5_000;
/** How long rows are held before `lag` is said. */
const LAG_MS = 1_000;
/** Whom rows came to so lately, more will come in a moment. */
const ROWS_MS = 1_000;
/** In mode `latest`: entries of the ring a viewer may be behind, and what it keeps when it is further. */
const LATEST_ENTRIES_MAX = 8;
const RETRY_MS = 1_000;
/** How long a read of the ledger waits for the connection before it is given up: who takes nothing must not keep others from reading. */
const ROOM_MS = 50;

export interface ViewerOptions {
	readonly hub: TailHub;
	readonly feed: Feed;
	readonly actor: Actor;
	readonly mode: TailMode;
	/** Where it begins. */
	readonly position: TailPosition;
	/** Ends once it has come to the present. */
	readonly untilNow: boolean;
	/** Called once, however the stream ends. */
	readonly onEnd: () => void;
}

const KEEP_ALIVE_PIECE = new Piece(KEEP_ALIVE);

/**
 * One stream. It holds no rows: it stands at a position, and takes from the ring or the ledger what its connection has room for.
 */
export class StreamViewer implements Viewer, Source {
	readonly feed: Feed;
	readonly actor: Actor;
	private position: TailPosition;
	/** Number of the ring's entry to go on with; null while the ledger is read. */
	private next: number | null = null;
	private isReading = false;
	private isClosed = false;
	private resume: (() => void) | null = null;
	private received = 0;
	private shown = 0;
	private skipped = 0;
	private readonly openedMs = Date.now();
	/** A tenth less than all of it for some, so that those opened together do not come back together. */
	private readonly lifeMs: number;
	private writtenMs = Date.now();
	private movedMs = Date.now();
	private fullSinceMs: number | null = null;
	private isLagging = false;
	private toldPosition = false;
	private lastStats = '';
	/** Statistics go out with the next rows. */
	private isStatsDue = false;
	private rowsMs = 0;
	private rate = { atMs: Date.now(), received: 0, perSecond: 0 };

	constructor(
		private readonly options: ViewerOptions,
		private readonly sink: Sink,
	) {
		this.feed = options.feed;
		this.actor = options.actor;
		this.position = options.position;
		this.lifeMs = options.hub.lifeMsMax * (1 - Math.random() / 10);
		// where to go on when the connection is lost before the first row
		this.write(`retry: 1000\n${idText(cursorOf(this.position))}`);
		options.hub.add(this);
		this.pump();
	}

	/** Sends what the ring has and the connection takes. */
	pump(): void {
		const { hub, mode } = this.options;
		if (this.isReading) return;
		while (!this.isClosed && this.next !== null && this.next < hub.ring.next && this.sink.hasRoom) {
			if (mode === 'latest') this.skipOld();
			if (this.next < hub.ring.oldest) break;
			const taken = this.feed.take(hub.ring, this.next);
			this.next = taken.next;
			this.received += taken.received;
			this.shown += taken.shown;
			if (taken.after !== null) this.position = taken.after.after;
			this.toldPosition = taken.frame !== null;
			if (taken.frame !== null) this.rows(taken.frame);
		}
		if (this.isClosed) return;
		if (this.next === null || this.next < hub.ring.oldest) void this.catchUp();
		else if (this.next >= hub.ring.next) this.caughtUp();
	}

	/** Called every second: statistics, signs of life, and the ends that time brings. */
	second(): void {
		if (this.isClosed) return;
		const now = Date.now();
		if (now - this.openedMs > this.lifeMs) {
			this.end({ kind: 'reconnect', message: 'This stream has lived for its 30 minutes.', todo: 'Open it again from its last id.' });
			return;
		}
		if (!this.sink.hasRoom) {
			this.fullSinceMs ??= now;
			if (now - this.fullSinceMs > STALL_MS_MAX) this.end({ kind: 'stalled', message: 'Nothing was taken for 5 minutes.', todo: '' });
			else if (now - this.fullSinceMs > LAG_MS && this.held() > 0) this.lag();
			return;
		}
		this.fullSinceMs = null;
		if (!this.toldPosition && now - this.movedMs >= POSITION_MS) {
			this.movedMs = now;
			this.toldPosition = true;
			this.write(idText(cursorOf(this.position)));
		}
		// where rows come all the time, they take the statistics with them
		if (!this.isStatsDue && now - this.rowsMs < ROWS_MS) this.isStatsDue = true;
		else this.stats(now);
		if (now - this.writtenMs >= KEEP_ALIVE_MS) this.send(KEEP_ALIVE_PIECE, now);
	}

	/** Says why, and ends the stream. */
	end({ kind, message, todo }: Ended): void {
		if (this.isClosed) return;
		const { sink } = this;
		const isTaken = sink.hasRoom;
		this.write(frameText('notice', JSON.stringify({ kind, message, todo } satisfies TailNotice), null));
		this.closed();
		// what a dead connection holds is let go of; a live one gets what is left
		if (isTaken) sink.end();
		else sink.cut();
	}

	/** Frees everything. However a connection ends, it comes here once. */
	closed(): void {
		if (this.isClosed) return;
		this.isClosed = true;
		this.options.hub.remove(this);
		this.resume?.();
		this.options.onEnd();
	}

	/** Bytes the connection has not taken yet. */
	get buffered(): number {
		return this.sink.heldBytes;
	}

	/** The connection has taken something. */
	drained(): void {
		this.resume?.();
		this.resume = null;
		this.pump();
	}

	/** @returns whether there was room within so long */
	private async roomWithin(ms: number): Promise<boolean> {
		if (this.isClosed || this.sink.hasRoom) return true;
		const late = new AbortController();
		await Promise.race([this.room(), sleep(ms, undefined, { signal: late.signal, ref: false }).catch(() => undefined)]);
		late.abort();
		return this.isClosed || this.sink.hasRoom;
	}

	private async room(): Promise<void> {
		while (!this.isClosed && !this.sink.hasRoom)
			await new Promise<void>((resolve) => {
				this.resume = resolve;
			});
	}

	private write(text: string): void {
		this.send(new Piece(text), Date.now());
	}

	private send(piece: Piece, now: number): void {
		if (this.isClosed) return;
		this.sink.write(piece);
		this.writtenMs = now;
	}

	/** Rows of the ring, and with them what else is due. */
	private rows(frame: Piece): void {
		const now = Date.now();
		this.rowsMs = now;
		if (!this.isStatsDue) {
			this.send(frame, now);
			return;
		}
		this.sink.gather();
		this.send(frame, now);
		this.stats(now);
		this.sink.release();
	}

	/** Reads the ledger until the ring goes on where it stands. */
	private async catchUp(): Promise<void> {
		if (this.isReading) return;
		this.isReading = true;
		const { hub, mode } = this.options;
		const wasLive = this.next !== null;
		this.next = null;
		const history = new History(hub, this.feed);
		if (wasLive) this.lag();
		while (!this.isClosed) {
			this.next = hub.join(this.position);
			if (this.next !== null) break;
			try {
				await this.room();
				if (this.isClosed) break;
				const behind = await hub.ledgerReads.run(() => (mode === 'latest' ? this.skipToNow() : this.readLedger(history)));
				// another process has read further than the hub of this one
				if (!behind) await sleep(20);
			} catch (error) {
				if (error instanceof AppError) {
					this.end({ kind: error.code === 'gone' ? 'gone' : 'failed', message: error.message, todo: error.todo });
					break;
				}
				hub.failed(error);
				await sleep(RETRY_MS);
			}
		}
		this.isReading = false;
		this.pump();
	}

	/** @returns whether there was something to read */
	private async readLedger(history: History): Promise<boolean> {
		const read = await history.read(this.position);
		if (read === null) return false;
		for (const frame of read.frames) {
			const isTaken = await this.roomWithin(ROOM_MS);
			if (this.isClosed) return true;
			if (!isTaken) {
				// what is left is read again once there is room
				history.forget();
				return true;
			}
			this.write(frame.text);
			this.position = frame.after;
			this.shown += frame.shown;
			this.received += frame.received;
		}
		this.position = read.after;
		this.received += read.received;
		this.toldPosition = read.frames.length > 0;
		return true;
	}

	/** Mode `latest`, behind the ring: goes to the present and counts what it leaves out. */
	private async skipToNow(): Promise<boolean> {
		const { hub } = this.options;
		const to = hub.restCommit;
		if (this.position.from >= to) return false;
		const zones = await hub.zonesOf(this.feed);
		const zoneNos = zones.map((zone) => zone.zoneNo);
		this.skipped += await hub.snapshot((reader) => eventsBetween(reader, zoneNos, this.position.from, to));
		this.position = atCommit(to);
		this.toldPosition = false;
		return true;
	}

	/** Mode `latest`, in the ring. */
	private skipOld(): void {
		const { ring } = this.options.hub;
		if (this.next === null || this.next < ring.oldest || ring.next - this.next <= LATEST_ENTRIES_MAX) return;
		const to = ring.next - 1;
		this.skipped += this.feed.received(ring, this.next, to);
		this.next = to;
		this.position = ring.at(to - 1)?.after ?? this.position;
	}

	/** The present is reached. */
	private caughtUp(): void {
		if (this.isLagging) {
			this.isLagging = false;
			this.write(frameText('lag', JSON.stringify({ at: formatMicros(nowMicros()), held: 0 } satisfies TailLag), null));
		}
		if (this.options.untilNow && this.sink.hasRoom)
			this.end({ kind: 'present', message: 'The stream has come to the present.', todo: 'Open it again from its last id.' });
	}

	private held(): number {
		const { ring } = this.options.hub;
		return this.next === null ? 0 : this.feed.received(ring, this.next, ring.next);
	}

	private lag(): void {
		if (this.isLagging) return;
		this.isLagging = true;
		this.write(frameText('lag', JSON.stringify({ at: formatMicros(nowMicros()), held: this.held() } satisfies TailLag), null));
	}

	private stats(now: number): void {
		this.isStatsDue = false;
		const { received, shown, skipped } = this;
		const seconds = (now - this.rate.atMs) / 1000;
		if (seconds >= 2 || received !== this.rate.received) {
			const perSecond = seconds === 0 ? 0 : (received - this.rate.received) / seconds;
			this.rate = { atMs: now, received, perSecond: Math.round(perSecond * 10) / 10 };
		}
		const source: TailStats['source'] = this.options.hub.isAway ? 'waiting' : this.next === null ? 'ledger' : 'live';
		const counts = { received, shown, filtered: received - shown, held: this.held(), skipped, perSecond: this.rate.perSecond, source };
		const text = JSON.stringify(counts satisfies Omit<TailStats, 'at'>);
		if (text === this.lastStats) return;
		this.lastStats = text;
		this.write(frameText('stats', `{"at":"${formatMicros(nowMicros())}",${text.slice(1)}`, null));
	}
}
