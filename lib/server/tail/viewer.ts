import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventsBetween } from '../../../db/queries/tail/commits';
import type { TailLag, TailMode, TailNotice, TailStats } from '../../api/tail';
import { AppError, toError } from '../../errors';
import { atCommit, type TailPosition } from '../../tail/position';
import { frameText, idText, KEEP_ALIVE } from '../../tail/sse';
import { formatMicros } from '../../time';
import type { Actor } from '../access';
import { nowMicros } from '../clock';
import { sealCursor } from './cursor';
import type { Feed } from './feed';
import { History } from './history';
import type { TailHub, Viewer } from './hub';
import type { Ended } from './still-allowed';

/** What is kept for a connection that does not take it; beyond that, at most one frame. */
export const BUFFER_BYTES_MAX = 64 * 1024;
/** A connection that takes nothing for so long is given up. */
const STALL_MS_MAX = 5 * 60_000;
const KEEP_ALIVE_MS = 15_000;
/** How often a position is told that moved without a row. */
const POSITION_MS = 5_000;
/** How long rows are held before `lag` is said. */
const LAG_MS = 1_000;
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

const encoder = new TextEncoder();

/**
 * One stream. It holds no rows: it stands at a position, and takes from the ring or the ledger what its connection has room for.
 */
export class StreamViewer implements Viewer {
	readonly stream: ReadableStream<Uint8Array>;
	readonly feed: Feed;
	readonly actor: Actor;
	private controller: ReadableStreamDefaultController<Uint8Array> | null = null;
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
	private rate = { atMs: Date.now(), received: 0, perSecond: 0 };

	constructor(private readonly options: ViewerOptions) {
		this.feed = options.feed;
		this.actor = options.actor;
		this.position = options.position;
		this.lifeMs = options.hub.lifeMsMax * (1 - Math.random() / 10);
		this.stream = new ReadableStream<Uint8Array>(
			{
				start: (controller) => {
					this.controller = controller;
				},
				pull: () => this.drained(),
				cancel: () => this.close(),
			},
			{ highWaterMark: BUFFER_BYTES_MAX, size: (chunk) => chunk.byteLength },
		);
		// where to go on when the connection is lost before the first row
		this.write(`retry: 1000\n${idText(sealCursor(this.position))}`);
		options.hub.add(this);
		this.pump();
	}

	/** Sends what the ring has and the connection takes. */
	pump(): void {
		const { hub, mode } = this.options;
		if (this.isReading) return;
		while (!this.isClosed && this.next !== null && this.next < hub.ring.next && this.hasRoom()) {
			if (mode === 'latest') this.skipOld();
			if (this.next < hub.ring.oldest) break;
			const taken = this.feed.take(hub.ring, this.next);
			this.next = taken.next;
			this.received += taken.received;
			this.shown += taken.shown;
			if (taken.after !== null) this.position = taken.after.after;
			this.toldPosition = taken.frame !== null;
			if (taken.frame !== null) this.enqueue(taken.frame);
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
		if (!this.hasRoom()) {
			this.fullSinceMs ??= now;
			if (now - this.fullSinceMs > STALL_MS_MAX) this.end({ kind: 'stalled', message: 'Nothing was taken for 5 minutes.', todo: '' });
			else if (now - this.fullSinceMs > LAG_MS && this.held() > 0) this.lag();
			return;
		}
		this.fullSinceMs = null;
		if (!this.toldPosition && now - this.movedMs >= POSITION_MS) {
			this.movedMs = now;
			this.toldPosition = true;
			this.write(idText(sealCursor(this.position)));
		}
		this.stats(now);
		if (now - this.writtenMs >= KEEP_ALIVE_MS) this.write(KEEP_ALIVE);
	}

	/** Says why, and ends the stream. */
	end({ kind, message, todo }: Ended): void {
		if (this.isClosed) return;
		const isTaken = this.hasRoom();
		this.write(frameText('notice', JSON.stringify({ kind, message, todo } satisfies TailNotice), null));
		try {
			// what a dead connection holds is let go of; a live one gets what is left
			if (isTaken) this.controller?.close();
			else this.controller?.error(new Error(message));
		} catch (error) {
			toError(error);
		}
		this.close();
	}

	/** Frees everything. However a connection ends, it comes here once. */
	close(): void {
		if (this.isClosed) return;
		this.isClosed = true;
		this.controller = null;
		this.options.hub.remove(this);
		this.resume?.();
		this.options.onEnd();
	}

	/** Bytes the connection has not taken yet. */
	get buffered(): number {
		return this.controller === null ? 0 : BUFFER_BYTES_MAX - (this.controller.desiredSize ?? BUFFER_BYTES_MAX);
	}

	private hasRoom(): boolean {
		return (this.controller?.desiredSize ?? 0) > 0;
	}

	/** The connection has taken something. */
	private drained(): void {
		this.resume?.();
		this.resume = null;
		this.pump();
	}

	/** @returns whether there was room within so long */
	private async roomWithin(ms: number): Promise<boolean> {
		if (this.isClosed || this.hasRoom()) return true;
		const late = new AbortController();
		await Promise.race([this.room(), sleep(ms, undefined, { signal: late.signal, ref: false }).catch(() => undefined)]);
		late.abort();
		return this.isClosed || this.hasRoom();
	}

	private async room(): Promise<void> {
		while (!this.isClosed && !this.hasRoom())
			await new Promise<void>((resolve) => {
				this.resume = resolve;
			});
	}

	private write(text: string): void {
		this.enqueue(encoder.encode(text));
	}

	private enqueue(bytes: Uint8Array): void {
		try {
			this.controller?.enqueue(bytes);
			this.writtenMs = Date.now();
		} catch {
			// the stream was ended from the other side, which nobody told us
			this.close();
		}
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
		if (this.options.untilNow && this.hasRoom())
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
		const { received, shown, skipped } = this;
		const seconds = (now - this.rate.atMs) / 1000;
		if (seconds >= 2 || received !== this.rate.received) {
			const perSecond = seconds === 0 ? 0 : (received - this.rate.received) / seconds;
			this.rate = { atMs: now, received, perSecond: Math.round(perSecond * 10) / 10 };
		}
		const source: TailStats['source'] = this.options.hub.isAway ? 'waiting' : this.next === null ? 'ledger' : 'live';
		const counts = { received, shown, filtered: received - shown, held: this.held(), skipped, perSecond: this.rate.perSecond, source };
		const text = JSON.stringify(counts);
		if (text === this.lastStats) return;
		this.lastStats = text;
		const stats: TailStats = { at: formatMicros(nowMicros()), ...counts };
		this.write(frameText('stats', JSON.stringify(stats), null));
	}
}
