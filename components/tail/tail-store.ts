import type { TailItem, TailLag, TailStats } from '@/lib/api/tail';
import { Counters, type Counts } from '@/lib/tail/counters';
import { HAND_AWAY, handAfter, STILL_MS, stillUntilMs } from '@/lib/tail/hand';
import { ClockOffset, Latencies, type LatencyFigures } from '@/lib/tail/latencies';
import type { Link } from '@/lib/tail/link';
import { Pulse, type PulseCounts } from '@/lib/tail/pulse';
import { FROM_NOW, type TailQuestion, type TailStart } from '@/lib/tail/question';
import { TailRows } from '@/lib/tail/rows';
import type { TailMessage } from '@/lib/tail/share';
import { connectTail, type TailConnection } from './connection/connect';

export type PauseReason = 'key' | 'button' | 'scroll' | 'row' | 'link';

/** What of a tail is drawn: made anew for every drawing, never changed. */
export interface TailSnapshot {
	/** Rows on the page, oldest first. */
	readonly rows: readonly TailItem[];
	/** How many of them are of filters before the present one. */
	readonly earlier: number;
	readonly letGo: number;
	readonly held: number;
	readonly isFull: boolean;
	readonly paused: { readonly why: PauseReason; readonly sinceMs: number } | null;
	/** Rows stand still for a moment, for the pointer over them. */
	readonly isInHand: boolean;
	/** The position behind the last row shown. */
	readonly shownId: string | null;
	readonly counts: Counts;
	readonly perSecond: number;
	readonly source: TailStats['source'] | null;
	/** Events the server has not come to, when it says that it is behind. */
	readonly behind: number;
	readonly link: Link;
	/** When the link became what it is. */
	readonly linkSinceMs: number;
	/** How often the connection was cut and taken up again. */
	readonly cuts: number;
	readonly lastRowMs: number | null;
	readonly startedMs: number;
	readonly screen: LatencyFigures;
	readonly ledger: LatencyFigures;
	readonly tabs: number;
	readonly series: readonly PulseCounts[];
	readonly reasons: readonly (readonly [reason: string, events: number])[];
}

/** Rows come in frames of 100 ms at the least: drawing more often shows nothing more. */
const DRAW_MS = 100;
/** Rows of one drawing whose latency is taken. */
const SAMPLES_PER_DRAW = 100;
const REASONS_SHOWN = 6;

/** One page's tail: what came, what is held and counted, and when it is drawn. */
export class TailStore {
	private connection: TailConnection | null = null;
	private question: TailQuestion = { zones: [], q: '' };
	private start: TailStart = FROM_NOW;
	private rows = new TailRows();
	private counters = new Counters();
	private readonly pulse = new Pulse();
	private readonly clock = new ClockOffset();
	private screen = new Latencies();
	private ledger = new Latencies();
	private fresh: TailItem[] = [];
	private link: Link = { kind: 'connecting' };
	private linkSinceMs = Date.now();
	private wasCut = false;
	private cuts = 0;
	private paused: TailSnapshot['paused'] = null;
	private pointer = HAND_AWAY;
	private handTimer: ReturnType<typeof setTimeout> | null = null;
	private stats: TailStats | null = null;
	private behind = 0;
	private lastRowMs: number | null = null;
	private startedMs = Date.now();
	private tabs = 1;
	private readonly listeners = new Set<() => void>();
	private timer: ReturnType<typeof setTimeout> | null = null;
	private drawnMs = 0;
	private drawn: TailSnapshot = this.made();

	readonly subscribe = (listener: () => void): (() => void) => {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	};
	readonly snapshot = (): TailSnapshot => this.drawn;

	/** Opens the connection. @param who whose session it is */
	open(who: string): () => void {
		const connection = connectTail(who, { onMessage: (message) => this.take(message), onDropped: () => this.askAgain() });
		this.connection = connection;
		const onShow = () => {
			if (document.hidden) this.fresh = [];
			else this.draw();
		};
		document.addEventListener('visibilitychange', onShow);
		return () => {
			document.removeEventListener('visibilitychange', onShow);
			if (this.timer !== null) clearTimeout(this.timer);
			this.timer = null;
			this.dropHand();
			connection.close();
			this.connection = null;
		};
	}

	/** Begins anew, with nothing on the page. */
	begin(question: TailQuestion, start: TailStart, isPaused: boolean): void {
		this.question = question;
		this.start = start;
		this.rows = new TailRows();
		this.counters = new Counters();
		this.screen = new Latencies();
		this.ledger = new Latencies();
		this.lastRowMs = null;
		this.startedMs = Date.now();
		this.cuts = 0;
		if (start.after !== null) this.rows.push([], start.after);
		this.setPaused(isPaused ? 'link' : null);
		this.ask(start);
	}

	/** Asks something else from where the last row shown stands: what was shown stays, and nothing is left out in between. */
	refilter(question: TailQuestion): void {
		this.question = question;
		// what was held is asked for again, and counted then
		this.counters.rows(-this.rows.held);
		const after = this.rows.refilter();
		this.ask(after === null ? this.start : { after, since: null });
	}

	pause(why: PauseReason): void {
		if (this.paused !== null) return;
		this.setPaused(why);
		this.draw();
	}

	resume(): void {
		if (this.paused === null) return;
		this.dropHand();
		this.setPaused(null);
		this.draw();
	}

	/** The pointer is over the rows, which stand still for it: what it aims at is not to slip away. */
	hand(told: Parameters<typeof handAfter>[1]): void {
		this.pointer = handAfter(this.pointer, told, Date.now());
		// where there is no row yet, none slips away
		const isAimed = this.rows.shown.length > 0 && stillUntilMs(this.pointer) > Date.now();
		if (isAimed && this.handTimer === null) this.waitForHand();
	}

	/** The pointer is no longer down, wherever it is. */
	letGo(at: { readonly x: number; readonly y: number }): void {
		if (this.pointer.isDown) this.hand({ ...at, isDown: false });
	}

	/** Rows no longer stand still for the pointer. */
	releaseHand(): void {
		this.dropHand();
		this.hold();
		this.draw();
	}

	private dropHand(): void {
		if (this.handTimer !== null) clearTimeout(this.handTimer);
		this.handTimer = null;
		this.pointer = { ...HAND_AWAY, at: this.pointer.at };
	}

	private waitForHand(): void {
		const waitMs = Math.min(stillUntilMs(this.pointer) - Date.now(), STILL_MS);
		this.handTimer = setTimeout(() => {
			if (stillUntilMs(this.pointer) > Date.now()) this.waitForHand();
			else this.releaseHand();
		}, waitMs);
		this.hold();
	}

	clear(): void {
		this.rows.clear();
		this.draw();
	}

	private setPaused(why: PauseReason | null): void {
		this.paused = why === null ? null : { why, sinceMs: Date.now() };
		this.hold();
	}

	/** Rows stand still while the tail is paused or the pointer is over them; then they are shown, and what could not be held asked for. */
	private hold(): void {
		if (this.paused !== null || this.handTimer !== null) {
			this.rows.pause();
			return;
		}
		const wasFull = this.rows.isFull;
		this.rows.resume();
		this.fresh = [];
		// what could not be held is still in the ledger
		if (wasFull) this.askAgain();
	}

	private ask(start: TailStart): void {
		this.setLink({ kind: 'connecting' });
		this.wasCut = false;
		this.behind = 0;
		this.connection?.follow(this.question, start);
		this.draw();
	}

	private askAgain(): void {
		const after = this.rows.heldId;
		if (this.link.kind !== 'ended' && !this.rows.isFull) this.ask(after === null ? this.start : { after, since: null });
	}

	private take(message: TailMessage): void {
		switch (message.kind) {
			case 'joined':
				this.setLink(message.link);
				this.counters.joined(message.stats === null ? null : (JSON.parse(message.stats) as TailStats));
				if (message.link.kind !== 'open') this.counters.opened(false);
				if (message.id !== null && this.rows.heldId === null) this.rows.push([], message.id);
				break;
			case 'link':
				if (message.link.kind === 'lost') this.wasCut = true;
				if (message.link.kind === 'open') {
					this.counters.opened(this.wasCut);
					if (this.wasCut) this.cuts++;
					this.wasCut = false;
				}
				this.setLink(message.link);
				break;
			case 'company':
				this.tabs = message.tabs;
				break;
			case 'frame':
				this.takeFrame(message.event, message.data, message.id);
				break;
		}
		this.changed();
	}

	private takeFrame(event: string, data: string, id: string | null): void {
		if (event === 'stats') {
			const stats = JSON.parse(data) as TailStats;
			this.stats = stats;
			this.counters.stats(stats);
			this.clock.stamp(Date.parse(stats.at), Date.now());
			if (stats.source === 'live') this.behind = 0;
		} else if (event === 'lag') this.behind = (JSON.parse(data) as TailLag).held;
		else if (event === 'events') this.takeRows(JSON.parse(data) as readonly TailItem[], id);
		else this.rows.push([], id);
		if (this.rows.isFull) this.connection?.leave();
	}

	private takeRows(rows: readonly TailItem[], id: string | null): void {
		this.rows.push(rows, id);
		this.counters.rows(rows.length);
		const now = Date.now();
		this.lastRowMs = now;
		for (const row of rows) this.pulse.add(row, now);
		// what is fetched to catch up is late by itself, and what is hidden or held is not drawn
		const isLive = this.behind === 0 && this.stats !== null && this.stats.source === 'live';
		if (isLive && !this.rows.isPaused && !document.hidden) this.fresh.push(...rows.slice(0, SAMPLES_PER_DRAW - this.fresh.length));
	}

	private setLink(link: Link): void {
		if (link.kind !== this.link.kind) this.linkSinceMs = Date.now();
		this.link = link;
	}

	/** Something is to be drawn: soon, and not while nobody sees it. */
	private changed(): void {
		if (this.timer !== null || document.hidden) return;
		this.timer = setTimeout(() => this.draw(), Math.max(0, this.drawnMs + DRAW_MS - Date.now()));
	}

	private draw(): void {
		if (this.timer !== null) clearTimeout(this.timer);
		this.timer = null;
		this.drawnMs = Date.now();
		const serverMs = this.drawnMs - this.clock.ms;
		for (const row of this.fresh) {
			this.screen.add(Math.max(0, serverMs - Date.parse(row.occurredAt)));
			this.ledger.add(Math.max(0, serverMs - Date.parse(row.ingestedAt)));
		}
		this.fresh = [];
		this.drawn = this.made();
		for (const listener of this.listeners) listener();
	}

	private made(): TailSnapshot {
		const { rows } = this;
		const now = Date.now();
		const isSame = this.drawn !== undefined && this.drawn.rows.length === rows.shown.length && this.drawn.letGo === rows.letGo;
		return {
			// the same rows keep their identity, so that the list is not drawn for a counter
			rows: isSame && this.drawn.rows.at(-1) === rows.shown.at(-1) ? this.drawn.rows : rows.shown.slice(),
			earlier: Math.max(0, rows.filterSince - rows.letGo),
			letGo: rows.letGo,
			held: rows.held,
			isFull: rows.isFull,
			paused: this.paused,
			isInHand: this.handTimer !== null,
			shownId: rows.shownId,
			counts: this.counters.counts,
			perSecond: this.stats?.perSecond ?? 0,
			source: this.stats?.source ?? null,
			behind: this.behind,
			link: this.link,
			linkSinceMs: this.linkSinceMs,
			cuts: this.cuts,
			lastRowMs: this.lastRowMs,
			startedMs: this.startedMs,
			screen: this.screen.figures,
			ledger: this.ledger.figures,
			tabs: this.tabs,
			series: this.pulse.series(now),
			reasons: this.pulse.reasons(now, REASONS_SHOWN),
		};
	}
}
