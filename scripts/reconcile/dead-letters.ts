import type { Redis } from 'ioredis';
import { DEAD_LETTER_STREAM, type SourceStream } from '../../lib/streams/names';
import { fieldOf, StreamPages } from './pages';

/** Reasons carry details behind a colon; before it there are few. */
function kindOf(reason: string): string {
	return reason.split(':', 1)[0] ?? reason;
}

/**
 * Which stream entries are in the dead letters, and why. The only thing that reconciliation keeps in memory for its whole run:
 * about 100 bytes per dead letter.
 */
export class DeadLetters {
	/** Letters read so far. */
	count = 0;
	private readonly kinds = new Map<string, string>();
	private readonly pages: StreamPages;

	constructor(redis: Redis) {
		this.pages = new StreamPages(redis, DEAD_LETTER_STREAM);
	}

	/** Reads what was dead-lettered since the last time. */
	async catchUp(): Promise<void> {
		for (let page = await this.pages.next(); page.length > 0; page = await this.pages.next()) {
			for (const { fields } of page) {
				this.count++;
				// the worker's own fields come first; the source entry may have had fields that copy to the same names
				const text = (name: string) => fieldOf(fields, name, 'first')?.toString() ?? '';
				this.kinds.set(`${text('src_stream')} ${text('src_entry_id')}`, kindOf(text('reason')));
			}
		}
	}

	/** Why the entry was dead-lettered (the reason up to its first colon), or undefined. */
	kindOf(stream: SourceStream, entryId: string): string | undefined {
		return this.kinds.get(`${stream} ${entryId}`);
	}
}
