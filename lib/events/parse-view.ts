import { byteAt, intAt } from '../chain/bytes';
import { textCache } from '../chain/bytes-cache';
import {
	CELL_CHILD,
	CELL_END,
	CELL_KEY_END,
	CELL_KEY_START,
	CELL_NEXT,
	CELL_START,
	KEY_DECODED,
	KIND_ARRAY,
	KIND_DECODED,
	KIND_MASK,
	KIND_NUMBER,
	KIND_NUMBER_OTHER,
	KIND_OBJECT,
	KIND_STRING,
	NONE,
} from '../chain/json-cells';
import { PART } from '../chain/preimage';
import type { DataParser } from './parse-data';
import { type EventView, LABELS_MAX } from './project';

const NO_TEXTS: readonly string[] = [];

/** What the projection asks, answered from the bytes a DataParser has just read. Gives the same answers as projectEvent. */
export class ParsedView implements EventView {
	eventType = '';
	decision = '';
	evaluationStatus = '';
	policySetVersionId = '';

	private readonly texts = textCache();

	constructor(private readonly parser: DataParser) {}

	/** Turns to the event the parser read last. */
	refresh(): this {
		this.eventType = this.part(PART.eventType);
		this.decision = this.part(PART.decision);
		this.evaluationStatus = this.part(PART.evaluationStatus);
		this.policySetVersionId = this.part(PART.policySetVersionId);
		return this;
	}

	private part(part: number): string {
		const { preimage } = this.parser;
		return this.texts.get(preimage.sink, preimage.start(part), preimage.end(part));
	}

	metadataText(key: string): string | null {
		return this.textOf(this.member(this.parser.cellOf(PART.metadata), key));
	}

	metadataNumber(key: string): number | null {
		const { tape } = this.parser;
		const cell = this.member(this.parser.cellOf(PART.metadata), key);
		if (cell === NONE) return null;
		const kind = intAt(tape.cells, cell) & KIND_MASK;
		if (kind !== KIND_NUMBER && kind !== KIND_NUMBER_OTHER) return null;
		return Number(tape.src.text(intAt(tape.cells, cell + CELL_START), intAt(tape.cells, cell + CELL_END)));
	}

	metadataTexts(key: string): readonly string[] {
		const { cells } = this.parser.tape;
		const list = this.member(this.parser.cellOf(PART.metadata), key);
		if (list === NONE || (intAt(cells, list) & KIND_MASK) !== KIND_ARRAY) return NO_TEXTS;
		const texts: string[] = [];
		for (let cell = intAt(cells, list + CELL_CHILD); cell !== NONE && texts.length < LABELS_MAX; cell = intAt(cells, cell + CELL_NEXT)) {
			const text = this.textOf(cell);
			if (text !== null && !texts.includes(text)) texts.push(text);
		}
		return texts;
	}

	diagnosticsReason(): string | null {
		for (let cell = this.firstDiagnostic(); cell !== NONE; cell = intAt(this.parser.tape.cells, cell + CELL_NEXT)) {
			const reason = this.textOf(this.member(cell, 'reason'));
			if (reason !== null) return reason;
		}
		return null;
	}

	isHeld(): boolean {
		for (let cell = this.firstDiagnostic(); cell !== NONE; cell = intAt(this.parser.tape.cells, cell + CELL_NEXT)) {
			if (this.member(cell, 'step_up_required') !== NONE) return true;
		}
		return false;
	}

	private firstDiagnostic(): number {
		const cells = this.parser.tape.cells;
		const list = this.parser.cellOf(PART.diagnostics);
		return list !== NONE && (intAt(cells, list) & KIND_MASK) === KIND_ARRAY ? intAt(cells, list + CELL_CHILD) : NONE;
	}

	/** The non-empty text of a cell, or null. */
	private textOf(cell: number): string | null {
		if (cell === NONE) return null;
		const { tape } = this.parser;
		const kind = intAt(tape.cells, cell) & KIND_MASK;
		if (kind !== KIND_STRING && kind !== KIND_DECODED) return null;
		const start = intAt(tape.cells, cell + CELL_START);
		const end = intAt(tape.cells, cell + CELL_END);
		if (start === end) return null;
		return this.texts.get(kind === KIND_STRING ? tape.src : tape.aux, start, end);
	}

	/** The cell of a member of an object, or NONE. Keys are ASCII. */
	private member(object: number, key: string): number {
		const { tape } = this.parser;
		const cells = tape.cells;
		if (object === NONE || (intAt(cells, object) & KIND_MASK) !== KIND_OBJECT) return NONE;
		for (let cell = intAt(cells, object + CELL_CHILD); cell !== NONE; cell = intAt(cells, cell + CELL_NEXT)) {
			const start = intAt(cells, cell + CELL_KEY_START);
			const length = intAt(cells, cell + CELL_KEY_END) - start;
			// members are ordered by the length of their keys
			if (length > key.length) return NONE;
			if (length < key.length) continue;
			const list = (intAt(cells, cell) & KEY_DECODED) === 0 ? tape.src.bytes : tape.aux.bytes;
			let i = 0;
			while (i < length && byteAt(list, start + i) === key.charCodeAt(i)) i++;
			if (i === length) return cell;
		}
		return NONE;
	}
}
