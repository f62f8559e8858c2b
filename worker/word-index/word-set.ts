const CAPACITY_MIN = 4096;
const EMPTY = -1;

/** A set of numbers from 0 on that is filled and emptied over and over: no object per member, no garbage per round. */
export class WordSet {
	private slots = new Int32Array(CAPACITY_MIN).fill(EMPTY);
	private members = new Int32Array(CAPACITY_MIN / 2);
	size = 0;

	/** @param sizeMax members kept; further ones only raise `isFull` */
	constructor(private readonly sizeMax: number) {}

	/** Whether there were more different numbers than fit. */
	isFull = false;

	readonly add = (member: number): void => {
		const mask = this.slots.length - 1;
		let slot = Math.imul(member, 0x9e3779b1) & mask;
		for (;;) {
			const there = this.slots[slot];
			if (there === member) return;
			if (there === EMPTY) break;
			slot = (slot + 1) & mask;
		}
		if (this.size === this.sizeMax) {
			this.isFull = true;
			return;
		}
		this.slots[slot] = member;
		this.members[this.size++] = member;
		if (this.size === this.members.length) this.grow();
	};

	/** The members in ascending order. */
	sorted(): Int32Array {
		return this.members.slice(0, this.size).sort();
	}

	clear(): void {
		if (this.slots.length > CAPACITY_MIN) {
			this.slots = new Int32Array(CAPACITY_MIN);
			this.members = new Int32Array(CAPACITY_MIN / 2);
		}
		this.slots.fill(EMPTY);
		this.size = 0;
		this.isFull = false;
	}

	private grow(): void {
		const members = this.members;
		this.members = new Int32Array(members.length * 2);
		this.members.set(members);
		this.slots = new Int32Array(this.slots.length * 2).fill(EMPTY);
		const mask = this.slots.length - 1;
		for (const member of members) {
			let slot = Math.imul(member, 0x9e3779b1) & mask;
			while (this.slots[slot] !== EMPTY) slot = (slot + 1) & mask;
			this.slots[slot] = member;
		}
	}
}
