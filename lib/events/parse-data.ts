import type { ByteSink } from '../chain/byte-sink';
import { intAt } from '../chain/bytes';
import {
	CELL_CHILD,
	CELL_END,
	CELL_KEY_END,
	CELL_KEY_START,
	CELL_KIND,
	CELL_NEXT,
	CELL_START,
	KEY_DECODED,
	KIND_ARRAY,
	KIND_DECODED,
	KIND_FALSE,
	KIND_MASK,
	KIND_NULL,
	KIND_OBJECT,
	KIND_STRING,
	KIND_TRUE,
	NONE,
} from '../chain/json-cells';
import { emitJsonb } from '../chain/json-emit';
import { JsonRejected } from '../chain/json-rejected';
import { JsonTape } from '../chain/json-tape';
import { jsonbText } from '../chain/jsonb-text';
import { EventPreimage, FIRST_JSON_PART, PART, PART_COUNT } from '../chain/preimage';
import { parseRfc3339Micros } from '../time';
import { DATA_BYTES_MAX, ID_BYTES_MAX, JSON_DEPTH_MAX } from './contract';
import { FIELD_COUNT, FIELD_OCCURRED_AT, FIELD_UNKNOWN, fieldName, fieldOf } from './parse-fields';
import { plainMicros } from './parse-time';

const MISSING = 'required fields missing (id, zone_id, occurred_at)';

function kindName(kind: number): string {
	if (kind === KIND_OBJECT) return 'object';
	if (kind === KIND_ARRAY) return 'array';
	if (kind === KIND_STRING || kind === KIND_DECODED) return 'string';
	if (kind === KIND_NULL) return 'null';
	return kind === KIND_TRUE || kind === KIND_FALSE ? 'bool' : 'number';
}

/**
 * Reads the `data` of an audit stream entry into the preimage of its content hash, in one pass over the bytes and with next to
 * no garbage. What a field holds follows Go's decoder (wire reference 1.3): see parseAuditData, which wraps this.
 */
export class DataParser {
	readonly tape = new JsonTape();
	readonly preimage = new EventPreimage();
	/** Cell of the last member of each field, or NONE. */
	private readonly found = new Int32Array(FIELD_COUNT);

	/**
	 * @param source holds the data, valid UTF-8, at `[from, to)`, followed by SPARE_BYTES
	 * @throws JsonRejected with the reason, when this is no event
	 */
	read(source: ByteSink, from: number, to: number): void {
		if (to - from > DATA_BYTES_MAX) throw new JsonRejected(`data longer than ${DATA_BYTES_MAX} bytes`);
		const { tape, preimage } = this;
		const root = tape.scan(source, from, to, JSON_DEPTH_MAX + 1, false);
		this.collect(root);
		preimage.begin();
		preimage.sink.reserve(to - from + tape.aux.end);
		for (let part = 0; part < FIRST_JSON_PART; part++) this.putString(part);
		const unusual = tape.loneSurrogates + tape.nulEscapes + tape.beyondNumeric + tape.beyondFloat > 0;
		for (let part = FIRST_JSON_PART; part < PART_COUNT; part++) this.putJson(part, unusual);
		this.putTime();
		this.checkIds();
	}

	/** Cell of the last event's value of a part, or NONE. */
	cellOf(part: number): number {
		return intAt(this.found, part);
	}

	private collect(root: number): void {
		const { tape, found } = this;
		found.fill(NONE);
		const cells = tape.cells;
		const kind = intAt(cells, root + CELL_KIND) & KIND_MASK;
		if (kind === KIND_NULL) throw new JsonRejected(MISSING);
		if (kind !== KIND_OBJECT) throw new JsonRejected(`cannot read ${kindName(kind)} as an event`);
		for (let cell = intAt(cells, root + CELL_CHILD); cell !== NONE; cell = intAt(cells, cell + CELL_NEXT)) {
			const list = (intAt(cells, cell) & KEY_DECODED) === 0 ? tape.src : tape.aux;
			const field = fieldOf(list.bytes, intAt(cells, cell + CELL_KEY_START), intAt(cells, cell + CELL_KEY_END));
			if (field === FIELD_UNKNOWN) continue;
			const valueKind = intAt(cells, cell) & KIND_MASK;
			if (field < FIRST_JSON_PART || field === FIELD_OCCURRED_AT) {
				// null leaves a string or a time as it was
				if (valueKind === KIND_NULL) continue;
				if (valueKind !== KIND_STRING && valueKind !== KIND_DECODED) {
					throw new JsonRejected(`cannot read ${kindName(valueKind)} as the string ${fieldName(field)}`);
				}
			}
			found[field] = cell;
		}
	}

	private putString(part: number): void {
		const { tape, preimage } = this;
		const cell = intAt(this.found, part);
		if (cell !== NONE) {
			const cells = tape.cells;
			const list = (intAt(cells, cell) & KIND_MASK) === KIND_STRING ? tape.src : tape.aux;
			preimage.sink.putBytes(list, intAt(cells, cell + CELL_START), intAt(cells, cell + CELL_END));
		}
		preimage.endPart();
	}

	private putJson(part: number, unusual: boolean): void {
		const { tape, preimage } = this;
		const cell = intAt(this.found, part);
		if (cell === NONE || (intAt(tape.cells, cell) & KIND_MASK) === KIND_NULL) {
			preimage.endAbsentJson();
			return;
		}
		const start = intAt(tape.cells, cell + CELL_START);
		const end = intAt(tape.cells, cell + CELL_END);
		// what is unusual may lie in another member, so this one is judged by itself
		if (unusual) preimage.sink.putText(jsonbText(tape.sourceText(cell)));
		else emitJsonb(tape, cell, preimage.sink, end - start, false);
		preimage.endPart();
	}

	private putTime(): void {
		const { tape, preimage } = this;
		const cell = intAt(this.found, FIELD_OCCURRED_AT);
		if (cell === NONE) throw new JsonRejected(MISSING);
		const cells = tape.cells;
		const start = intAt(cells, cell + CELL_START);
		const end = intAt(cells, cell + CELL_END);
		const list = (intAt(cells, cell) & KIND_MASK) === KIND_STRING ? tape.src : tape.aux;
		const micros = plainMicros(list.bytes, start, end);
		if (!Number.isNaN(micros)) {
			preimage.endWithMicros(micros);
			return;
		}
		const exact = parseRfc3339Micros(list.text(start, end));
		if (exact === null) throw new JsonRejected('occurred_at is no RFC 3339 time');
		preimage.endWithBigMicros(exact);
	}

	private checkIds(): void {
		const preimage = this.preimage;
		const idBytes = preimage.end(PART.id);
		const zoneBytes = preimage.end(PART.zoneId) - preimage.start(PART.zoneId);
		if (idBytes === 0 || zoneBytes === 0) throw new JsonRejected(MISSING);
		if (idBytes > ID_BYTES_MAX) throw new JsonRejected(`id longer than ${ID_BYTES_MAX} bytes`);
		if (zoneBytes > ID_BYTES_MAX) throw new JsonRejected(`zone_id longer than ${ID_BYTES_MAX} bytes`);
	}
}
