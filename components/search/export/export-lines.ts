export type ExportFormat = 'csv' | 'ndjson';

/** What the last line of a file says of it. */
export interface Trailer {
	readonly rows: number;
	/** False: the console stopped before the end, and says so. */
	readonly complete: boolean;
}

/** Bytes kept of the end: the longest query fits in the last line. */
const TAIL_BYTES_MAX = 64 * 1024;
const NEWLINE = 10;
const QUOTE = 34;

function parsedTrailer(line: string, format: ExportFormat): Trailer | null {
	if (format === 'csv') {
		const m = /^# rows: (\d{1,15})(.*)$/.exec(line);
		return m === null ? null : { rows: Number(m[1]), complete: !/incomplete|partial/i.test(m[2] ?? '') };
	}
	if (!line.startsWith('{"trailer":')) return null;
	try {
		const { trailer } = JSON.parse(line) as { trailer?: { rows?: unknown; complete?: unknown } };
		return typeof trailer?.rows === 'number' ? { rows: trailer.rows, complete: trailer.complete !== false } : null;
	} catch (error) {
		// a last line cut in the middle is no trailer
		if (error instanceof SyntaxError) return null;
		throw error;
	}
}

/** Counts the rows of an export while its bytes pass, and finds its last line. A newline inside quotes of a CSV ends no row. */
export class ExportLines {
	#isQuoted = false;
	#lines = 0;
	#tail = new Uint8Array(0);
	readonly #format: ExportFormat;

	constructor(format: ExportFormat) {
		this.#format = format;
	}

	push(chunk: Uint8Array): void {
		for (const byte of chunk) {
			if (byte === QUOTE && this.#format === 'csv') this.#isQuoted = !this.#isQuoted;
			else if (byte === NEWLINE && !this.#isQuoted) this.#lines++;
		}
		const joined = new Uint8Array(this.#tail.length + chunk.length);
		joined.set(this.#tail);
		joined.set(chunk, this.#tail.length);
		this.#tail = joined.length > TAIL_BYTES_MAX ? joined.slice(joined.length - TAIL_BYTES_MAX) : joined;
	}

	/** Rows so far: lines without the head of a CSV; the last line counts until the end is known. */
	get rows(): number {
		return Math.max(this.#lines - (this.#format === 'csv' ? 1 : 0), 0);
	}

	/** What the last line says; null when there is no such line, or when it does not agree with the rows that came. */
	end(): Trailer | null {
		const lines = new TextDecoder().decode(this.#tail).replace(/\r/g, '').split('\n');
		// without the newline behind it the last line may be cut
		if (lines.pop() !== '') return null;
		const trailer = parsedTrailer(lines.at(-1) ?? '', this.#format);
		return trailer !== null && trailer.rows === this.rows - 1 ? trailer : null;
	}
}
