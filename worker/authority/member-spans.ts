import { byteAt } from '../../lib/chain/bytes';

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OBJECT, OBJECT_END, ARRAY, ARRAY_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Where the values of some members of an object begin and end in its JSON text, found without parsing it. */
export class MemberSpans {
	private readonly names: readonly Buffer[];
	/** Per name: just behind the quotes of the key, and where the value ends; 0 where there is none. */
	private readonly bounds: Int32Array;
	private open = -1;

	constructor(names: readonly string[]) {
		this.names = names.map((name) => Buffer.from(name));
		this.bounds = new Int32Array(2 * names.length);
	}

	/**
	 * @param bytes JSON in `[start, end)`; members of nested values are not looked at
	 * @returns false when a name is there twice
	 */
	find(bytes: Buffer, start: number, end: number): boolean {
		this.bounds.fill(0);
		this.open = -1;
		let depth = 0;
		let isKey = false;
		for (let i = start; i < end; i++) {
			const byte = byteAt(bytes, i);
			if (byte === QUOTE) {
				const from = i + 1;
				for (i = from; i < end && byteAt(bytes, i) !== QUOTE; i++) if (byteAt(bytes, i) === BACKSLASH) i++;
				if (isKey && depth === 1 && !this.begin(bytes, from, i)) return false;
				isKey = false;
			} else if (byte === COMMA) {
				if (depth !== 1) continue;
				this.close(i);
				isKey = true;
			} else if (byte === OBJECT || byte === ARRAY) {
				depth++;
				isKey = depth === 1 && byte === OBJECT;
			} else if (byte === OBJECT_END || byte === ARRAY_END) {
				depth--;
				if (depth === 0) this.close(i);
			}
		}
		return true;
	}

	/** At a key. */
	private begin(bytes: Buffer, from: number, to: number): boolean {
		for (let name = 0; name < this.names.length; name++) {
			const wanted = this.names[name];
			if (wanted === undefined || wanted.length !== to - from || byteAt(bytes, from) !== byteAt(wanted, 0)) continue;
			if (bytes.compare(wanted, 0, wanted.length, from, to) !== 0) continue;
			if (this.end(name) !== 0) return false;
			this.open = name;
			this.bounds[2 * name] = to + 1;
		}
		return true;
	}

	private close(at: number): void {
		if (this.open >= 0) this.bounds[2 * this.open + 1] = at;
		this.open = -1;
	}

	/** The colon before the value; 0 when there is no such member. */
	start(name: number): number {
		return this.bounds[2 * name] ?? 0;
	}

	end(name: number): number {
		return this.bounds[2 * name + 1] ?? 0;
	}
}
