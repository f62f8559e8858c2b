import { fromHex, utf8Bytes, utf8Text } from '../../primitives/text';
import type { KeptBytes } from '../entries';
import { BundleRejected } from '../form';
import { ByteRun, LineScanner } from './line-scanner';

const SEPARATOR = 0x1f;
const MINUS = 0x2d;
const ZERO = 0x30;
const NULL_TEXT = utf8Bytes('null');
const KEYS = {
	start: '{"type":"event","seq":',
	content: ',"content_sha256":',
	prev: ',"prev_content_sha256":',
	chain: ',"chain_hmac":',
	ingested: ',"ingested_at":',
	occurred: ',"occurred_at_unix_ns":',
	signed: ',"signed":',
	stream: '{"stream":',
	entryId: ',"entry_id":',
	inText: ',"encoding":"text","fields":[',
	inHex: ',"encoding":"hex","fields":[',
	comma: ',',
	fieldsEnd: ']}',
	end: '}',
	null: 'null',
	emptyText: '""',
	quotedNull: '"null"',
};
const KEY = Object.fromEntries(Object.entries(KEYS).map(([name, text]) => [name, utf8Bytes(text)])) as Record<
	keyof typeof KEYS,
	Uint8Array
>;
/** Parts of the content hash's input in their order (wire reference 3.5, step 5); the last three are JSON and may be null. */
const TEXT_PARTS = [
	'id',
	'zone_id',
	'event_type',
	'request_id',
	'decision',
	'policy_set_id',
	'policy_set_version_id',
	'manifest_sha',
	'evaluation_status',
].map((name) => utf8Bytes(`,"${name}":`));
const JSON_PARTS = ['determining_policies_json', 'diagnostics_json', 'metadata_json'].map((name) => utf8Bytes(`,"${name}":`));
const ZONE_PART = 1;
/** Digits of a 64-bit integer. */
const DIGITS_MAX = 19;

/** One event line, read into buffers that the next one takes over. */
export class EventScanner {
	seq = 0;
	readonly statedHash = new Uint8Array(32);
	readonly prevHash = new Uint8Array(32);
	hasPrev = false;
	/** Input of the content hash. */
	readonly preimage = new ByteRun();
	/** Whether text holds the separator itself: its parts could then be read in another way that has the same hash. */
	isAmbiguous = false;
	/** The signed entry, valid until the next event is read; null when not kept, or when nobody wants it. */
	kept: KeptBytes | null = null;
	hasKept = false;
	private readonly scanner = new LineScanner();
	/** Texts of the signed entry, one behind the other. */
	private readonly texts = new ByteRun();
	private stream = '';
	private readonly mac = new Uint8Array(32);
	private zoneStart = 0;
	private zoneEnd = 0;

	constructor(private readonly keepsBytes: boolean) {}

	static isEvent(bytes: Uint8Array, start: number): boolean {
		return KEY.start.every((byte, i) => bytes[start + i] === byte);
	}

	/**
	 * Reads the line that begins at `start`; `limit` lies behind it. No form has a line feed in it, so where the line ends need not
	 * be known.
	 * @returns where its line feed is
	 * @throws BundleRejected when the line is not exactly in its form
	 */
	read(bytes: Uint8Array<ArrayBuffer>, start: number, limit: number): number {
		const { scanner, preimage } = this;
		scanner.begin(bytes, start, limit);
		scanner.expect(KEY.start);
		this.seq = scanner.count();
		scanner.expect(KEY.content);
		scanner.hex(this.statedHash, 32);
		scanner.expect(KEY.prev);
		this.hasPrev = !scanner.passes(KEY.null);
		if (this.hasPrev) scanner.hex(this.prevHash, 32);
		scanner.expect(KEY.chain);
		if (!scanner.passes(KEY.null)) scanner.hex(this.mac, 32);
		scanner.expect(KEY.ingested);
		scanner.skipText();
		preimage.end = 0;
		this.isAmbiguous = false;
		for (let part = 0; part < TEXT_PARTS.length; part++) {
			scanner.expect(TEXT_PARTS[part] as Uint8Array);
			if (part === ZONE_PART) this.zoneStart = preimage.end;
			this.part();
			if (part === ZONE_PART) this.zoneEnd = preimage.end - 1;
		}
		for (const key of JSON_PARTS) {
			scanner.expect(key);
			if (scanner.passes(KEY.null)) this.put(NULL_TEXT);
			// both would be hashed as `null`, and only one is written
			else if (scanner.passes(KEY.quotedNull) || scanner.passes(KEY.emptyText)) throw new BundleRejected('Absent JSON is written as null.');
			else this.part();
		}
		scanner.expect(KEY.occurred);
		this.occurred();
		scanner.expect(KEY.signed);
		this.signed();
		scanner.expect(KEY.end);
		return scanner.endOfLine();
	}

	/** Whether the event names this zone. */
	isOfZone(zoneId: Uint8Array): boolean {
		const { bytes } = this.preimage;
		if (this.zoneEnd - this.zoneStart !== zoneId.length) return false;
		for (let i = 0; i < zoneId.length; i++) if (bytes[this.zoneStart + i] !== zoneId[i]) return false;
		return true;
	}

	/** The zone that the event names; a view, valid until the next is read. */
	zone(): Uint8Array {
		return this.preimage.bytes.subarray(this.zoneStart, this.zoneEnd);
	}

	private part(): void {
		if (this.scanner.text(this.preimage)) this.isAmbiguous = true;
		this.separate();
	}

	private put(bytes: Uint8Array): void {
		this.preimage.reserve(bytes.length);
		this.preimage.bytes.set(bytes, this.preimage.end);
		this.preimage.end += bytes.length;
		this.separate();
	}

	private separate(): void {
		this.preimage.reserve(1);
		this.preimage.bytes[this.preimage.end++] = SEPARATOR;
	}

	private occurred(): void {
		const { preimage, scanner } = this;
		const start = preimage.end;
		scanner.text(preimage);
		const { bytes, end } = preimage;
		const first = bytes[start] === MINUS ? start + 1 : start;
		const digits = end - first;
		let isDecimal = digits > 0 && digits <= DIGITS_MAX && (bytes[first] !== ZERO || (digits === 1 && first === start));
		for (let at = first; at < end; at++) isDecimal = isDecimal && (bytes[at] as number) >= ZERO && (bytes[at] as number) <= ZERO + 9;
		if (!isDecimal) throw new BundleRejected('The time of an event is a whole number of nanoseconds.');
	}

	/** Reads a text of the signed entry. @returns where it begins among `texts` */
	private textOf(): number {
		const start = this.texts.end;
		this.scanner.text(this.texts);
		return start;
	}

	private word(known: string): string {
		if (!this.keepsBytes) {
			this.scanner.skipText();
			return '';
		}
		this.texts.end = 0;
		this.textOf();
		return asciiText(this.texts.bytes, this.texts.end, known) ?? utf8Text(this.texts.bytes.subarray(0, this.texts.end)) ?? '';
	}

	private signed(): void {
		const { scanner, texts, keepsBytes } = this;
		this.kept = null;
		this.hasKept = !scanner.passes(KEY.null);
		if (!this.hasKept) return;
		scanner.expect(KEY.stream);
		this.stream = this.word(this.stream);
		scanner.expect(KEY.entryId);
		const entryId = this.word('');
		const isText = scanner.passes(KEY.inText);
		if (!isText) scanner.expect(KEY.inHex);
		texts.end = 0;
		const starts: number[] = [];
		let count = 0;
		while (!scanner.passes(KEY.fieldsEnd)) {
			if (count++ > 0) scanner.expect(KEY.comma);
			if (isText && !keepsBytes) scanner.skipText();
			else starts.push(this.textOf());
		}
		if (count % 2 === 1) throw new BundleRejected('A signed field has no value.');
		// views only now: the run may have moved while it grew
		const fields = starts.map((start, i) => texts.bytes.subarray(start, starts[i + 1] ?? texts.end));
		const found = isText ? fields : fields.map((field) => fromHex(latin1(field)));
		if (found.includes(null)) throw new BundleRejected('A signed field is not in hex.');
		if (keepsBytes) this.kept = { stream: this.stream, entryId, fields: found as Uint8Array[] };
	}
}

const latin1Decoder = new TextDecoder('latin1');
const latin1 = (bytes: Uint8Array): string => latin1Decoder.decode(bytes);

const ASCII_LENGTH_MAX = 64;
const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** A short text of `bytes[0, end)`, `known` if it is that; null when it is not ASCII. A decoder takes longer than the whole loop. */
function asciiText(bytes: Uint8Array, end: number, known: string): string | null {
	if (end > ASCII_LENGTH_MAX) return null;
	let same = 0;
	if (end === known.length) while (same < end && bytes[same] === known.charCodeAt(same)) same++;
	if (same === end && end > 0) return known;
	let text = '';
	for (let i = 0; i < end; i++) {
		const letter = ASCII[bytes[i] as number];
		if (letter === undefined) return null;
		text += letter;
	}
	return text;
}
