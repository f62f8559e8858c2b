import { LINE } from '../../../db/queries/search/export';

const COMMA = 44;
const NEWLINE = 10;
const BLANK = 32;
const DIGIT_0 = 48;

/** A line of `projectionLines`, read where it stands: cutting it into texts first would cost as much as writing the row. */
export class ExportLine {
	private text = '';
	/** Where each field begins, and one behind the last. */
	private readonly starts = new Int32Array(LINE.labels + 2);

	/** Reads the line that begins at `from`. @returns where the next one begins */
	read(text: string, from: number): number {
		const { starts } = this;
		this.text = text;
		starts[0] = from;
		let field = 0;
		let at = from;
		for (; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code === COMMA) starts[++field] = at + 1;
			else if (code === NEWLINE) break;
		}
		starts[field + 1] = at + 1;
		return at + 1;
	}

	/** A field as it is written; '' when the event has none. */
	digits(field: number): string {
		return this.text.slice(this.starts[field], (this.starts[field + 1] ?? 0) - 1);
	}

	/** A number of the dictionary, or of a zone; 0 for none. */
	no(field: number): number {
		const end = (this.starts[field + 1] ?? 0) - 1;
		let no = 0;
		for (let at = this.starts[field] ?? 0; at < end; at++) no = no * 10 + this.text.charCodeAt(at) - DIGIT_0;
		return no;
	}

	/** The numbers of the labels. */
	labelNos(): number[] {
		const nos: number[] = [];
		const end = (this.starts[LINE.labels + 1] ?? 0) - 1;
		let no = 0;
		for (let at = this.starts[LINE.labels] ?? 0; at < end; at++) {
			const code = this.text.charCodeAt(at);
			if (code === BLANK) {
				nos.push(no);
				no = 0;
			} else no = no * 10 + code - DIGIT_0;
		}
		if (no > 0) nos.push(no);
		return nos;
	}
}
