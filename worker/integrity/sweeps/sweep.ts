import type { SqlClient } from '../../../db/client';
import { anchorStates } from '../../../db/integrity/anchors';
import { recordFindings } from '../../../db/integrity/findings';
import { COLUMN } from '../../../db/integrity/row-bytes';
import { checkpointBefore, contentAt, eventIdAt, ledgerEnds, segmentCounts } from '../../../db/integrity/sweep-facts';
import { readRows } from '../../../db/integrity/sweep-rows';
import { endSweep, moveSweepHead, type OpenSweep, renewSweep, SILENT_SECONDS_MAX, saveProgress } from '../../../db/integrity/sweeps';
import { zoneTiles } from '../../../db/integrity/tiles';
import { OneConnection, type Statements } from '../../../db/one-connection';
import type { CheckKeys } from '../../../lib/chain/check-event';
import { nodePrimitives } from '../../../lib/chain/node-primitives';
import type { VerifierKey } from '../../../lib/checkpoint/verifier-key';
import { toError } from '../../../lib/errors';
import type { FindingKind } from '../../../lib/evidence/finding';
import { Frontier } from '../../../lib/merkle/frontier';
import { TreeHasher } from '../../../lib/merkle/hash';
import { subtreeHashes } from '../../../lib/merkle/proof';
import { subtreesOf } from '../../../lib/merkle/ranges';
import { toHex } from '../../../lib/primitives/text';
import type { LaneLog } from '../../lane-types';
import type { Anchor } from '../anchors/anchor';
import { checkDeep, type DeepRow, deepRow } from './deep';
import { checkEnd, checkLag, checkProjection } from './ends';
import { anchoredBeyond, expectedRoots } from './heads';
import { PieceSums, type SegmentUse } from './piece-sums';
import { FoundThings, RowChecker } from './row-checker';

/** Events of a piece; a deep piece keeps its rows in memory. */
const PIECE_EVENTS = 20_000;
const DEEP_PIECE_EVENTS = 1_000;
/** Below this share of its time the lane counts as idle. */
export const BUSY_MIN = 0.05;
/** While the lane works: a piece is read and hashed in one go. */
const BUSY_PIECE_EVENTS = 4_000;
const RENEWAL_MS = (SILENT_SECONDS_MAX * 1000) / 3;

export interface SweepOptions {
	readonly log: LaneLog;
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	readonly workerId: string;
	readonly keys: CheckKeys;
	/** Keys that checkpoints may be signed by; none: signatures are not checked. */
	readonly logKeys: () => readonly VerifierKey[];
	readonly anchors: readonly Anchor[];
	/** Called between pieces with the milliseconds one took. @returns when to go on; true to stop and leave the rest for later */
	readonly pause: (workedMs: number) => Promise<boolean>;
	/** Share of the last seconds in which the writer lane had work, 0 to 1. */
	readonly busyShare: () => number;
	readonly pieceEvents?: number;
}

/** What a sweep came to. */
export interface SweepResult {
	readonly state: 'done' | 'cancelled' | 'left';
	readonly events: number;
	readonly newFindings: number;
	readonly counts: ReadonlyMap<FindingKind, number>;
	readonly isWhole: boolean;
}

/** What one piece hands to the next, also to another worker. */
interface Resume {
	readonly seq: number;
	/** Lowercase hex, null when the row before is not there. */
	readonly content: string | null;
	readonly frontier: readonly string[];
	/** False once a place is missing or taken twice: what follows cannot be told from the tree. */
	readonly isTreeSound: boolean;
	readonly days: Readonly<Record<string, number>>;
	readonly firstBad: number | null;
	/** Whether the range ends where the zone ended when it began. */
	readonly isToEnd: boolean;
}

interface SweptRange {
	readonly from: number;
	readonly to: number;
	/** As in Resume, which counts once there is one. */
	readonly isToEnd: boolean;
}

/** One verification pass over a range of a zone. */
export class Sweep {
	private readonly connection: OneConnection;
	private readonly hasher = new TreeHasher(nodePrimitives);

	constructor(private readonly options: SweepOptions) {
		this.connection = new OneConnection(options.sql);
	}

	/** Runs the sweep to its end, until it is cancelled, or until `pause` says to leave it. */
	async run(sweep: OpenSweep): Promise<SweepResult> {
		const { sql, workerId, log } = this.options;
		// a piece may take longer than others wait
		const renewal = setInterval(() => {
			renewSweep(sql, sweep.sweepNo, workerId).catch((error: unknown) =>
				log.warn({ reason: toError(error).message }, 'could not tell that a sweep is still worked on'),
			);
		}, RENEWAL_MS);
		try {
			return await this.runPieces(sweep);
		} finally {
			clearInterval(renewal);
		}
	}

	private async runPieces(sweep: OpenSweep): Promise<SweepResult> {
		const { sql, workerId, pause } = this.options;
		const found = new FoundThings();
		const range = await this.rangeOf(sweep);
		let at: Resume = sweep.resume === null ? await this.beginAt(sweep, range) : (JSON.parse(sweep.resume) as Resume);
		found.firstSeq = at.firstBad;
		let events = sweep.events;
		let newFindings = 0;
		const result = (state: SweepResult['state']): SweepResult => ({
			state,
			events,
			newFindings,
			counts: found.counts,
			isWhole: range.from === 1 && at.isToEnd,
		});
		while (at.seq < range.to) {
			const start = performance.now();
			let isOver = false;
			const piece = await this.connection.transaction(async (pg) => {
				await pg()`begin`;
				const done = await this.piece(pg, sweep, at, range.to, found);
				const added = await recordFindings(pg(), sweep.sweepNo, sweep.zoneId, found.take());
				newFindings += added;
				const seconds = (performance.now() - start) / 1000;
				isOver = await saveProgress(pg(), sweep.sweepNo, workerId, {
					fromSeq: range.from,
					toSeq: range.to,
					nextSeq: done.next.seq + 1,
					events: events + done.events,
					newFindings: added,
					checkpoints: done.checkpoints,
					signatures: done.signatures,
					eventsPerSecond: done.events / Math.max(seconds, 0.001),
					resume: JSON.stringify(done.next),
				});
				await pg()`commit`;
				return done;
			});
			at = piece.next;
			events += piece.events;
			if (isOver) {
				await endSweep(sql, sweep.sweepNo, workerId, 'cancelled', 0, null);
				return result('cancelled');
			}
			if (await pause(performance.now() - start)) return result('left');
		}
		newFindings += await this.end(sweep, range, at, found);
		return result('done');
	}

	close(): Promise<void> {
		return this.connection.close();
	}

	/** The range as it is swept: it begins behind a checkpoint, so that the tree can be told, and ends at the last event. */
	private async rangeOf(sweep: OpenSweep): Promise<SweptRange> {
		const { sql } = this.options;
		const ends = await ledgerEnds(sql, sweep.zoneNo);
		const to = Math.min(sweep.toSeq ?? Number.MAX_SAFE_INTEGER, ends?.last ?? 0);
		// once begun, the range is as it was written down
		if (sweep.resume !== null) return { from: sweep.fromSeq ?? 1, to: sweep.toSeq ?? to, isToEnd: false };
		const asked = Math.min(sweep.fromSeq ?? 1, Math.max(1, to));
		return { from: (await checkpointBefore(sql, sweep.zoneNo, asked - 1)) + 1, to, isToEnd: to === (ends?.last ?? 0) };
	}

	private async beginAt(sweep: OpenSweep, { from, isToEnd }: SweptRange): Promise<Resume> {
		const before = from - 1;
		const base = { seq: before, days: {}, firstBad: null, isToEnd };
		if (before === 0) return { ...base, content: null, frontier: [], isTreeSound: true };
		const { sql } = this.options;
		const content = await contentAt(sql, sweep.zoneNo, before);
		try {
			const hashes = await subtreeHashes(
				this.hasher,
				zoneTiles(() => sql, sweep.zoneNo),
				subtreesOf(0, before),
			);
			return {
				...base,
				content: content === null ? null : Buffer.from(content, 'latin1').toString('hex'),
				frontier: hashes.map(toHex),
				isTreeSound: true,
			};
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			// tiles are gone: the whole sweep, which needs none, says what follows from it
			return { ...base, content: null, frontier: [], isTreeSound: false };
		}
	}

	private async piece(pg: () => Statements, sweep: OpenSweep, at: Resume, to: number, found: FoundThings) {
		const { zoneNo, zoneId, isDeep } = sweep;
		const { keys, logKeys, anchors, busyShare, pieceEvents = PIECE_EVENTS } = this.options;
		const first = at.seq + 1;
		const eventsMax = isDeep ? DEEP_PIECE_EVENTS : busyShare() >= BUSY_MIN ? BUSY_PIECE_EVENTS : PIECE_EVENTS;
		const last = Math.min(to, at.seq + Math.min(pieceEvents, eventsMax));
		const states = await anchorStates(
			this.options.sql,
			zoneNo,
			anchors.map(({ name }) => name),
		);
		const delivered = anchors.map((anchor) => ({ anchor, delivered: states.find((state) => state.anchor === anchor.name)?.size ?? 0 }));
		// the checkpoint the sweep begins behind is held against the tiles it begins with
		const roots = await expectedRoots(pg, sweep, Math.max(1, at.seq), last, delivered, logKeys(), found);
		const frontier = Frontier.of(
			this.hasher,
			at.isTreeSound ? at.seq : 0,
			at.frontier.map((hex) => Buffer.from(hex, 'hex')),
		);
		let isTreeSound = at.isTreeSound;
		let nextRoot = 0;
		const compare = (size: number) => {
			for (let expected = roots[nextRoot]; expected !== undefined && expected.size <= size; expected = roots[++nextRoot]) {
				if (expected.size < size || !isTreeSound) continue;
				const root = toHex(frontier.root());
				if (root === expected.root) continue;
				const words = `tree of the events against the checkpoint of ${expected.source === 'database' ? 'the database' : `anchor ${expected.source}`}`;
				found.add({ kind: 'checkpoint_mismatch', eventId: '', seq: size, lastSeq: size, expected: expected.root, found: root, words });
			}
		};
		compare(at.seq);
		const checker = new RowChecker(
			zoneId,
			keys.audit,
			{ seq: at.seq, content: at.content === null ? null : Buffer.from(at.content, 'hex').toString('latin1') },
			found,
		);
		const days: Record<string, number> = { ...at.days };
		const sums = new PieceSums(days);
		const deepRows: DeepRow[] = [];
		await readRows(pg(), zoneNo, first, last, isDeep, (row) => {
			const { seq } = checker;
			const isLeaf = checker.check(row);
			sums.add(row);
			if (isDeep) deepRows.push(deepRow(row, zoneId));
			if (!isLeaf || checker.seq !== seq + 1) {
				// whatever stands behind a missing place, the tree cannot tell
				isTreeSound = false;
				return;
			}
			if (!isTreeSound) return;
			frontier.appendContentAt(row.bytes, row.start(COLUMN.content));
			compare(seq + 1);
		});
		const end = checker.place;
		if (end.seq < last) {
			// rows follow, else the piece would not reach so far
			found.add({
				kind: 'sequence_gap',
				eventId: '',
				seq: end.seq + 1,
				lastSeq: last,
				expected: null,
				found: null,
				words: 'events missing',
			});
			isTreeSound = false;
		}
		await this.checkSegments(pg, zoneNo, sums.end(), found);
		const signatures = await checkDeep(pg, zoneNo, deepRows, keys, found);
		const isAtEnd = end.seq === last;
		const next: Resume = {
			seq: last,
			content: isAtEnd && end.content !== null ? Buffer.from(end.content, 'latin1').toString('hex') : null,
			frontier: isTreeSound ? frontier.snapshot().map(toHex) : [],
			isTreeSound,
			days,
			firstBad: found.firstSeq,
			isToEnd: at.isToEnd,
		};
		return { next, events: checker.events, checkpoints: roots.length, signatures };
	}

	private async checkSegments(pg: () => Statements, zoneNo: number, wanted: readonly SegmentUse[], found: FoundThings): Promise<void> {
		if (wanted.length === 0) return;
		const counts = await segmentCounts(
			pg(),
			wanted.map(({ no, at }) => [no, at] as const),
		);
		for (const [i, { no, index, seq }] of wanted.entries()) {
			const count = counts[i] ?? null;
			if (count !== null && index < count && index >= 0) continue;
			found.add({
				kind: 'segment_missing',
				eventId: await eventIdAt(pg(), zoneNo, seq),
				seq,
				lastSeq: seq,
				expected: count === null ? null : `below ${count}`,
				found: String(index),
				words: count === null ? `segment ${no} of this time is missing` : `segment ${no} has no such entry`,
			});
		}
	}

	/** What concerns the zone as a whole; then the sweep has ended. @returns new findings */
	private async end(sweep: OpenSweep, range: SweptRange, at: Resume, found: FoundThings): Promise<number> {
		const { sql, workerId, anchors } = this.options;
		await checkLag(sql, sweep.zoneNo, anchors, found);
		const anchored = await anchoredBeyond(anchors, sweep.zoneId, range.to);
		return this.connection.transaction(async (pg) => {
			await pg()`begin isolation level repeatable read`;
			const end = await checkEnd(pg, sweep, anchored, found);
			const days = new Map(Object.entries(at.days).map(([day, events]) => [Number(day), events]));
			if (range.from === 1) await checkProjection(pg(), sweep.zoneNo, range.to, days, found);
			const added = await recordFindings(pg(), sweep.sweepNo, sweep.zoneId, found.take());
			const firstBad = found.firstSeq;
			await moveSweepHead(
				pg(),
				{ ...sweep, fromSeq: range.from, toSeq: Math.min(range.to, end.lastSeq), isWhole: range.from === 1 && at.isToEnd },
				firstBad !== null && firstBad <= range.to ? firstBad : null,
			);
			await endSweep(pg(), sweep.sweepNo, workerId, 'done', added, null);
			await pg()`commit`;
			return added;
		});
	}
}
