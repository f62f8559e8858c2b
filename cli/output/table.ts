import { cutEnd, cutMiddle, visible } from '../../lib/events/visible';
import { meaningOf } from '../../lib/events/vocabulary';

/** A column: its head, and the least and most characters it takes. The last column takes what is left. */
export interface Column {
	readonly head: string;
	readonly widthMin: number;
	readonly widthMax: number;
	/** Coloured by the decision it holds. */
	readonly decision?: true;
}

export interface TableStyle {
	/** Null: the last column is not cut. */
	readonly columns: number | null;
	readonly colour: boolean;
}

/** Under this many characters the last column is left out rather than cut to a stump. */
const LAST_MIN = 16;
const COLOURS = { allow: 32, deny: 31, held: 33, none: 2, unknown: 35 } as const;

function characters(text: string): number {
	return Array.from(text).length;
}

/**
 * A table whose rows come bit by bit: widths are set by the rows known at the start and only ever grow. Cells are text from
 * outside: hidden and controlling characters are drawn as names.
 */
export class Table {
	private readonly widths: number[];

	constructor(
		private readonly columns: readonly Column[],
		private readonly style: TableStyle,
	) {
		this.widths = columns.map((column) => Math.max(column.widthMin, column.head.length));
	}

	/** The head line. Give the first rows to it, so that it fits them. */
	head(first: readonly (readonly string[])[]): string {
		for (const row of first) this.widen(this.drawn(row));
		const line = this.line(this.columns.map((column) => column.head));
		return this.style.colour ? `\u001b[1m${line.trimEnd()}\u001b[0m\n` : line;
	}

	row(cells: readonly string[]): string {
		const drawn = this.drawn(cells);
		this.widen(drawn);
		return this.line(drawn, cells);
	}

	private drawn(cells: readonly string[]): string[] {
		return this.columns.map((column, i) => cutMiddle(visible(cutMiddle(cells[i] ?? '', 4 * column.widthMax)), column.widthMax));
	}

	private widen(drawn: readonly string[]): void {
		for (const [i, cell] of drawn.entries()) this.widths[i] = Math.max(this.widths[i] ?? 0, characters(cell));
	}

	private line(drawn: readonly string[], cells: readonly string[] = []): string {
		const last = drawn.length - 1;
		let used = 0;
		let line = '';
		for (const [i, cell] of drawn.entries()) {
			const width = this.widths[i] ?? 0;
			if (i < last) {
				line += this.painted(i, cell, cells[i]) + ' '.repeat(Math.max(0, width - characters(cell)) + 2);
				used += width + 2;
				continue;
			}
			const left = this.style.columns === null ? Number.POSITIVE_INFINITY : this.style.columns - used;
			if (left >= Math.min(LAST_MIN, characters(cell)))
				line += this.painted(i, left === Number.POSITIVE_INFINITY ? cell : cutEnd(cell, left), cells[i]);
		}
		return `${line.trimEnd()}\n`;
	}

	private painted(i: number, drawn: string, cell: string | undefined): string {
		if (!this.style.colour || cell === undefined || this.columns[i]?.decision !== true) return drawn;
		return `\u001b[${COLOURS[meaningOf(cell)]}m${drawn}\u001b[0m`;
	}
}
