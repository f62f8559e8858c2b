import type { Redis } from 'ioredis';
import { msOf } from '../../lib/streams/gaps';
import { DEAD_LETTER_STREAM } from '../../lib/streams/names';

/** Letters read at most, the newest; those before them are told by the oldest alone. */
const READ_MAX = 2000;
const PAGE = 200;
const ENTRY_ID = /^\d{1,15}-\d+$/;

/** When what a letter holds was put on its stream, in milliseconds since 1970; when the letter was written, where that is not told. */
function timeOf(id: string, fields: readonly string[]): number {
	const at = fields.findIndex((field, i) => i % 2 === 0 && field === 'src_entry_id');
	const source = at < 0 ? '' : (fields[at + 1] ?? '');
	return msOf(ENTRY_ID.test(source) ? source : id);
}

/** The times of entries in the dead letters. */
export async function deadLetterTimes(redis: Redis): Promise<number[]> {
	const times: number[] = [];
	let end = '+';
	while (times.length < READ_MAX) {
		const page = await redis.xrevrange(DEAD_LETTER_STREAM, end, '-', 'COUNT', PAGE);
		for (const [id, fields] of page) times.push(timeOf(id, fields));
		const last = page.at(-1);
		if (last === undefined || page.length < PAGE) return times;
		end = `(${last[0]}`;
	}
	const [oldest] = await redis.xrange(DEAD_LETTER_STREAM, '-', '+', 'COUNT', 1);
	return oldest === undefined ? times : [...times, timeOf(...oldest)];
}
