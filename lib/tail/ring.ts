/** What a ring holds: how many bytes it stands for. */
export interface RingItem {
	readonly bytes: number;
}

/**
 * The newest items, numbered without a gap from 0 on; the oldest go when the bytes are too many. The newest is always kept, so the
 * ring holds at most `bytesMax` and one item.
 */
export class Ring<Item extends RingItem> {
	private items: Item[] = [];
	private head = 0;
	private first = 0;
	private total = 0;

	constructor(private readonly bytesMax: number) {}

	/** Number of the oldest item there is; the next number when there is none. */
	get oldest(): number {
		return this.first;
	}

	/** Number the next item will get. */
	get next(): number {
		return this.first + this.items.length - this.head;
	}

	get bytes(): number {
		return this.total;
	}

	push(item: Item): void {
		this.items.push(item);
		this.total += item.bytes;
		while (this.total > this.bytesMax && this.items.length - this.head > 1) this.drop();
		// what was dropped is let go of in one copy now and then
		if (this.head > 1000 && this.head * 2 > this.items.length) {
			this.items = this.items.slice(this.head);
			this.head = 0;
		}
	}

	/** The item with this number, or undefined when it is gone or not there yet. */
	at(no: number): Item | undefined {
		return no < this.first ? undefined : this.items[no - this.first + this.head];
	}

	/** Number of the first item that holds, when all behind it do too; the next number when none does. */
	firstWhere(holds: (item: Item) => boolean): number {
		let low = this.first;
		let high = this.next;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			const item = this.at(middle);
			if (item !== undefined && holds(item)) high = middle;
			else low = middle + 1;
		}
		return low;
	}

	/** Lets go of everything. The next item gets a number that leaves a gap, so that nobody takes it for the one after the last. */
	clear(): void {
		this.first = this.next + 1;
		this.items = [];
		this.head = 0;
		this.total = 0;
	}

	private drop(): void {
		const item = this.items[this.head];
		this.total -= item?.bytes ?? 0;
		// freed at once: the array is shortened later
		delete this.items[this.head];
		this.head++;
		this.first++;
	}
}
