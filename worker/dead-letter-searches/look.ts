import type { Redis } from 'ioredis';
import { LETTERS_MAX, mentionOf, type ToldLetter, toldLetter } from '../../lib/streams/dead-letter';
import { DEAD_LETTER_STREAM } from '../../lib/streams/names';
import { ReadSize } from '../read-size';

/** Letters of a page at most: between two pages the writer lane has the thread. */
const PAGE_MAX = 200;
/** Letters looked through for one question at most, the newest, and for how long: somebody waits, and so do others behind them. */
const LOOKED_MAX = 50_000;
const LOOK_MS_MAX = 1_500;

export interface Looked {
	readonly letters: readonly ToldLetter[];
	/** Letters looked through, whoever may read them. */
	readonly lookedThrough: number;
	/** It has been through all of them. */
	readonly isWhole: boolean;
}

/**
 * The newest dead letters that mention a text, at most LETTERS_MAX.
 * @param mayTell whether a letter that names this zone, or none, may be told of
 */
export async function lookThrough(redis: Redis, text: string, mayTell: (zone: string | null) => boolean): Promise<Looked> {
	const deadline = performance.now() + LOOK_MS_MAX;
	const isMentioned = mentionOf(text);
	const size = new ReadSize(PAGE_MAX);
	const letters: ToldLetter[] = [];
	let lookedThrough = 0;
	for (let end = '+'; lookedThrough < LOOKED_MAX && performance.now() < deadline; ) {
		const count = size.count;
		const page = await redis.xrevrangeBuffer(DEAD_LETTER_STREAM, end, '-', 'COUNT', count);
		let bytes = 0;
		for (const [id, fields] of page) {
			for (const field of fields) bytes += field.length;
			if (!isMentioned(fields)) continue;
			const letter = toldLetter(id.toString(), fields);
			if (!mayTell(letter.zone)) continue;
			letters.push(letter);
			if (letters.length === LETTERS_MAX) return { letters, lookedThrough, isWhole: false };
		}
		lookedThrough += page.length;
		size.learn(page.length, bytes);
		const last = page.at(-1);
		if (last === undefined || page.length < count) return { letters, lookedThrough, isWhole: true };
		end = `(${last[0].toString()}`;
	}
	return { letters, lookedThrough, isWhole: false };
}
