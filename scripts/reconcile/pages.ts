import type { Redis } from 'ioredis';

/** One entry of any stream: `fields` is the flat list field, value, field, value, ... */
export interface RawStreamEntry {
	readonly entryId: string;
	readonly fields: readonly Buffer[];
}

const COUNT_MAX = 1000;
const COUNT_FIRST = 50;
/** A page is kept near this size, whatever its entries weigh. */
const PAGE_BYTES = 8 * 1024 * 1024;

/**
 * Reads a stream a page at a time, in order. Remembers where it is: `next` after the end gives what was written since.
 */
export class StreamPages {
	private after = '-';
	private count = COUNT_FIRST;

	constructor(
		private readonly redis: Redis,
		private readonly stream: string,
	) {}

	/** The next entries; empty at the end of the stream. */
	async next(): Promise<RawStreamEntry[]> {
		const reply = await this.redis.xrangeBuffer(this.stream, this.after, '+', 'COUNT', this.count);
		const page = reply.map(([id, fields]) => ({ entryId: id.toString(), fields }));
		const last = page.at(-1);
		if (last === undefined) return page;
		this.after = `(${last.entryId}`;
		const bytes = page.reduce((total, entry) => total + entry.fields.reduce((sum, field) => sum + field.length, 0), 0);
		const fitting = Math.floor(PAGE_BYTES / Math.max(1, bytes / page.length));
		this.count = Math.max(1, Math.min(COUNT_MAX, fitting, this.count * 4));
		return page;
	}
}

/** The value of a field, or undefined. Of a repeated field the first or the last. */
export function fieldOf(fields: readonly Buffer[], name: string, which: 'first' | 'last'): Buffer | undefined {
	let value: Buffer | undefined;
	for (let i = 0; i + 1 < fields.length; i += 2) {
		if (fields[i]?.toString() !== name) continue;
		value = fields[i + 1];
		if (which === 'first') break;
	}
	return value;
}
