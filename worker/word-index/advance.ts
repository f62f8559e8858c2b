import type { SqlClient } from '../../db/client';
import { OneConnection } from '../../db/one-connection';
import { eventsFrom } from '../../db/word-index/events';
import { GROUP_EVENTS, writeGroups, writeNames } from '../../db/word-index/groups';
import { beginUnderWordHead, ensureHead, moveWordHead, type ZoneBehind } from '../../db/word-index/heads';
import { GroupBuilder, groupStart } from './group-builder';
import { NewNames, namesOf } from './names';

/** How a zone is brought forward. */
export interface Pace {
	/** Events of one transaction at most; a multiple of GROUP_EVENTS. */
	readonly batchEvents: number;
	/** Events read and worked through without letting anything else have its turn. */
	readonly sliceEvents: number;
	/** Called after each slice with the milliseconds it took. @returns when to go on */
	pause(workedMs: number): Promise<void>;
}

/** Last position to bring a zone to now: the end of its last full group, or, after some quiet, its last event. */
export function targetOf(zone: ZoneBehind, quietMs: number): number {
	return zone.quietMs >= quietMs ? zone.ledgerSeq : zone.ledgerSeq - (zone.ledgerSeq % GROUP_EVENTS);
}

/** Brings zones of the word index forward, each step a transaction of its own on a connection of its own. */
export class WordIndexWriter {
	private readonly writer: OneConnection;
	private readonly builder = new GroupBuilder();
	private readonly names = new NewNames();
	private readonly headed = new Set<number>();

	constructor(private readonly sql: SqlClient) {
		this.writer = new OneConnection(sql);
	}

	/**
	 * Indexes the next events of a zone, up to `target`. Whatever instant it ends at, groups and head agree: all of the step is
	 * there or nothing.
	 * @returns events newly indexed; 0 when there are none, or when another worker is at the zone
	 */
	async advance(zoneNo: number, target: number, pace: Pace): Promise<number> {
		if (!this.headed.has(zoneNo)) await ensureHead(this.sql, zoneNo);
		this.headed.add(zoneNo);
		let events = 0;
		let isWritten = false;
		try {
			await this.writer.transaction(async (pg) => {
				const head = await beginUnderWordHead(pg(), zoneNo);
				if (head !== null && head < target) {
					// the last group is made anew when it was not full
					const first = groupStart(head + 1);
					const last = Math.min(target, first + pace.batchEvents - 1);
					for (let next = first; next <= last; ) {
						const fetched = await eventsFrom(pg(), zoneNo, next, last, pace.sliceEvents);
						const start = performance.now();
						for (const event of fetched) {
							this.builder.add(event);
							if (event.metadataText !== null) for (const name of namesOf(event.metadataText)) this.names.add(zoneNo, name);
						}
						const end = fetched.at(-1);
						if (end === undefined) throw new Error(`the ledger has no event at position ${next} of zone number ${zoneNo}`);
						next = end.chainSeq + 1;
						await pace.pause(performance.now() - start);
					}
					await writeGroups(pg(), zoneNo, this.builder.take());
					const names = this.names.list();
					if (names.length > 0) await writeNames(pg(), zoneNo, names);
					await moveWordHead(pg(), zoneNo, last);
					events = last - head;
				}
				await pg()`commit`;
				isWritten = true;
			});
		} finally {
			this.builder.take();
			this.names.settle(isWritten);
		}
		return events;
	}

	close(): Promise<void> {
		return this.writer.close();
	}
}
