import type { IndexedEvent } from '../../db/word-index/events';
import { ANY_WORD, GROUP_EVENTS, type WordGroup } from '../../db/word-index/groups';
import { eachWordHash, searchText } from '../../lib/query/words';
import { WordSet } from './word-set';

/** Words listed of a group at most; one with more stands for any word. 16 events of the demo have about 400. */
const WORDS_MAX = 65_536;

/** Position of the first event of the group that `chainSeq` belongs into. */
export function groupStart(chainSeq: number): number {
	return chainSeq - ((chainSeq - 1) % GROUP_EVENTS);
}

/** Gathers the events of one zone, given in their order, into groups. */
export class GroupBuilder {
	private readonly words = new WordSet(WORDS_MAX);
	private readonly groups: WordGroup[] = [];
	private first: IndexedEvent | null = null;
	private lastSeq = 0;
	private firstMicros = 0n;
	private lastMicros = 0n;

	add(event: IndexedEvent): void {
		const micros = BigInt(event.micros);
		if (this.first === null) {
			this.first = event;
			this.firstMicros = micros;
			this.lastMicros = micros;
		} else if (event.chainSeq !== this.lastSeq + 1) {
			throw new Error(`the ledger has a gap behind position ${this.lastSeq}`);
		}
		if (micros < this.firstMicros) this.firstMicros = micros;
		if (micros > this.lastMicros) this.lastMicros = micros;
		this.lastSeq = event.chainSeq;
		eachWordHash(searchText(event), this.words.add);
		if (event.chainSeq % GROUP_EVENTS === 0) this.close();
	}

	/** The groups since the last call, the last one as short as it is. */
	take(): WordGroup[] {
		this.close();
		return this.groups.splice(0);
	}

	private close(): void {
		if (this.first === null) return;
		this.groups.push({
			firstSeq: this.first.chainSeq,
			lastSeq: this.lastSeq,
			firstMicros: this.firstMicros,
			lastMicros: this.lastMicros,
			words: this.words.isFull ? [ANY_WORD] : this.words.sorted(),
		});
		this.first = null;
		this.words.clear();
	}
}
