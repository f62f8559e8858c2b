import { JSON_DEPTH_MAX } from '../events/contract';
import { ByteSink } from './byte-sink';
import { emitJsonb } from './json-emit';
import { JsonRejected } from './json-rejected';
import { JsonTape } from './json-tape';

const SCRATCH_BYTES = 64 * 1024;
const SCRATCH_KEPT_BYTES_MAX = 1024 * 1024;

const tape = new JsonTape();
const source = new ByteSink(SCRATCH_BYTES);
const out = new ByteSink(SCRATCH_BYTES);

/**
 * The text Postgres prints for `json::jsonb::text`: keys by byte length then bytewise, of equal keys the last, `", "` and `": "`,
 * numbers as numeric, escapes decoded. A document with the escape of U+0000 is first treated as Caracal does (wire reference 1.3):
 * U+0000 removed from keys and strings, numbers through float64, half surrogate pairs to U+FFFD.
 * @throws JsonRejected for what jsonb would not take, and for nesting beyond JSON_DEPTH_MAX
 */
export function jsonbText(json: string): string {
	if (!json.isWellFormed()) throw new JsonRejected('lone surrogate');
	source.reset(SCRATCH_KEPT_BYTES_MAX);
	out.reset(SCRATCH_KEPT_BYTES_MAX);
	source.putText(json);
	const bytes = source.end;
	const root = tape.scan(source, 0, bytes, JSON_DEPTH_MAX, true);
	const asFloat = tape.nulEscapes > 0;
	checkScanned(tape.loneSurrogates, asFloat ? tape.beyondFloat : tape.beyondNumeric, asFloat);
	emitJsonb(tape, root, out, bytes, asFloat);
	return out.text(0, out.end);
}

/** Rejects what jsonb would, also where a later duplicate key hides it. */
export function checkScanned(loneSurrogates: number, numbersBeyond: number, asFloat: boolean): void {
	if (loneSurrogates > 0 && !asFloat) throw new JsonRejected('lone surrogate');
	if (numbersBeyond > 0) throw new JsonRejected('number out of range');
}
