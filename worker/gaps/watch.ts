import type { Redis } from 'ioredis';
import type { SqlClient } from '../../db/client';
import { lastLook, noteTrimmed, replaceDeadLetterGaps, saveLook } from '../../db/ledger/gaps';
import { toError } from '../../lib/errors';
import { trimmedBetween, windowsOf } from '../../lib/streams/gaps';
import { DEAD_LETTER_STREAM, SOURCE_STREAMS } from '../../lib/streams/names';
import { Doze } from '../doze';
import type { LaneLog } from '../lane-types';
import { deadLetterTimes } from './dead-letter-times';
import { streamState } from './stream-state';

const PERIOD_MS = 5_000;

export interface GapWatchOptions {
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	readonly redis: Redis;
	readonly group: string;
	readonly log: LaneLog;
}

/** Looks for what the ledger may lack. */
export class GapWatch {
	private readonly doze = new Doze();
	/** Length and newest id of the dead letters when they were last read. */
	private letters = '';
	private failures = 0;

	constructor(private readonly options: GapWatchOptions) {}

	/** Works until `stop`. */
	async run(): Promise<void> {
		while (!this.doze.isStopped) {
			await this.tryLook();
			await this.doze.pause(PERIOD_MS);
		}
	}

	/** Ends the loop. */
	stop(): void {
		this.doze.stop();
	}

	/** One look; what fails is said once and tried again. */
	async tryLook(): Promise<void> {
		try {
			await this.look();
			this.failures = 0;
		} catch (error) {
			if (++this.failures === 1) this.options.log.warn({ reason: toError(error).message }, 'cannot look for gaps in the streams');
		}
	}

	/** One look at every stream and at the dead letters. */
	async look(): Promise<void> {
		const { sql, redis, group, log } = this.options;
		for (const stream of SOURCE_STREAMS) {
			const before = await lastLook(sql, stream, group);
			const now = await streamState(redis, stream, group);
			if (now === null) continue;
			const trimmed = trimmedBetween(before, now, Date.now());
			if (trimmed !== null) {
				await noteTrimmed(sql, stream, trimmed);
				log.error({ stream, entries: trimmed.entries }, 'entries were deleted before they were read');
			}
			await saveLook(sql, stream, group, now);
		}
		const [newest] = await redis.xrevrange(DEAD_LETTER_STREAM, '+', '-', 'COUNT', 1);
		const letters = `${await redis.xlen(DEAD_LETTER_STREAM)} ${newest?.[0] ?? ''}`;
		if (letters === this.letters) return;
		await replaceDeadLetterGaps(sql, DEAD_LETTER_STREAM, windowsOf(await deadLetterTimes(redis)));
		this.letters = letters;
	}
}
