import type { SqlClient } from '../../../db/client';
import { beginUnderAnchor, ensureAnchorHeads, moveAnchor, noteAnchors, notesBehind, zonesToAnchor } from '../../../db/integrity/anchors';
import { OneConnection } from '../../../db/one-connection';
import { toError } from '../../../lib/errors';
import { backoffMs } from '../../backoff';
import { Doze } from '../../doze';
import type { LaneLog } from '../../lane-types';
import type { Anchor } from './anchor';

const POLL_MS = 5_000;
/** Notes of one transaction at most. */
const NOTES_MAX = 100;
/** An anchor that is slow holds no transaction longer than this and one note. */
const TRANSACTION_MS_MAX = 5_000;

export interface AnchorsOptions {
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	readonly anchors: readonly Anchor[];
	readonly log: LaneLog;
	readonly pollMs?: number;
}

/** Brings checkpoints to one anchor. */
class AnchorLoop {
	readonly doze = new Doze();
	private readonly writer: OneConnection;
	private failures = 0;

	constructor(
		private readonly options: AnchorsOptions,
		private readonly anchor: Anchor,
	) {
		this.writer = new OneConnection(options.sql);
	}

	async run(): Promise<void> {
		const { log, pollMs = POLL_MS } = this.options;
		const { name } = this.anchor;
		while (!this.doze.isStopped) {
			this.doze.look();
			try {
				const notes = await this.turn();
				if (this.failures > 0) log.info({ anchor: name, tries: this.failures }, 'checkpoints reach the anchor again');
				this.failures = 0;
				if (notes === 0) await this.doze.idle(pollMs);
			} catch (error) {
				if (++this.failures === 1) log.warn({ anchor: name, reason: toError(error).message }, 'checkpoints do not reach the anchor');
				await this.doze.pause(backoffMs(this.failures, Math.random()));
			}
		}
		await this.writer.close();
	}

	/** Delivers what is missing, some of each zone. @returns notes delivered */
	async turn(): Promise<number> {
		const { sql } = this.options;
		const { name, kind, place, reads } = this.anchor;
		await noteAnchors(sql, [{ anchor: name, kind, place, readable: reads !== null }]);
		const zones = await zonesToAnchor(sql, name);
		await ensureAnchorHeads(
			sql,
			name,
			zones.map(({ zoneNo }) => zoneNo),
		);
		let delivered = 0;
		let failure: Error | null = null;
		for (const { zoneNo, zoneId } of zones) {
			if (this.doze.isStopped) break;
			await this.writer.transaction(async (pg) => {
				let size = await beginUnderAnchor(pg(), name, zoneNo);
				if (size !== null) {
					let error: Error | null = null;
					const deadline = performance.now() + TRANSACTION_MS_MAX;
					for (const next of await notesBehind(pg(), zoneNo, size, NOTES_MAX)) {
						try {
							await this.anchor.deliver(zoneId, next.size, next.note);
							size = next.size;
							delivered++;
						} catch (thrown) {
							error = toError(thrown);
							break;
						}
						if (performance.now() > deadline) break;
					}
					await moveAnchor(pg(), name, zoneNo, size, error?.message ?? null);
					failure = error ?? failure;
				}
				await pg()`commit`;
			});
		}
		if (failure !== null) throw failure;
		return delivered;
	}
}

/** Brings every checkpoint to every anchor, each at its own pace. */
export class Anchors {
	private readonly loops: readonly AnchorLoop[];

	constructor(options: AnchorsOptions) {
		this.loops = options.anchors.map((anchor) => new AnchorLoop(options, anchor));
	}

	/** Works until `stop`. */
	async run(): Promise<void> {
		await Promise.all(this.loops.map((loop) => loop.run()));
	}

	/** There are new checkpoints. */
	tell(): void {
		for (const loop of this.loops) loop.doze.tell();
	}

	/** One turn at every anchor. @returns notes delivered @throws what an anchor threw, when all have had their turn */
	async turn(): Promise<number> {
		const turns = await Promise.allSettled(this.loops.map((loop) => loop.turn()));
		let delivered = 0;
		for (const turn of turns) {
			if (turn.status === 'rejected') throw turn.reason;
			delivered += turn.value;
		}
		return delivered;
	}

	/** Ends the loops. */
	stop(): void {
		for (const loop of this.loops) loop.doze.stop();
	}
}
