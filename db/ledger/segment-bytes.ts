import { ByteSink } from '../../lib/chain/byte-sink';
import type { EntryPlace } from '../../lib/streams/entry-place';
import { type AuthorityStream, type DataStream, isDataStream, type SourceStream, STREAM_NO, streamOfNo } from '../../lib/streams/names';

/**
 * The uncompressed form of a segment: four sections and their lengths, so that like stands by like and compresses well.
 *
 *   bodies   per entry: `data` of an entry that has it; else the bytes of all fields; before them the entry id if it is text
 *   hashes   32 bytes per such entry whose `sig` is 64 lowercase hex digits
 *   heads    per entry: flags and stream number; the entry id as zigzag varint of the milliseconds since the former entry's and
 *            varint of the sequence, or varint of the id's length; then varints: these entries the length of `data` and, for a `sig`
 *            kept as text, its length (the text follows `data` in bodies); others the number of fields and each one's length
 *   trailer  three 32-bit big-endian numbers: bytes of bodies, bytes of hashes, number of entries
 */
const STREAM_MASK = 0x0f;
const SIG_HASH = 0x10;
const SIG_TEXT = 0x20;
const ID_TEXT = 0x40;
const TRAILER_BYTES = 12;
const LOWER_HEX_HASH = /^[0-9a-f]{64}$/;

const BODIES_BYTES = 256 * 1024;
const BYTES_KEPT_MAX = 16 * 1024 * 1024;

/** A varint of any whole number up to 2^53, seven bits a byte, least first. */
function putVarint(out: ByteSink, value: number): void {
	out.reserve(8);
	let rest = value;
	while (rest >= 0x80) {
		out.putByte((rest % 0x80) | 0x80);
		rest = Math.floor(rest / 0x80);
	}
	out.putByte(rest);
}

/** One segment as it is filled; reused from batch to batch. */
export class SegmentBytes {
	count = 0;
	private readonly bodies = new ByteSink(BODIES_BYTES);
	private readonly hashes = new ByteSink(4096);
	private readonly heads = new ByteSink(4096);
	private formerMs = 0;

	reset(): void {
		this.count = 0;
		this.formerMs = 0;
		this.bodies.reset(BYTES_KEPT_MAX);
		this.hashes.reset();
		this.heads.reset();
	}

	/**
	 * Adds an entry with `data` and `sig`.
	 * @param place the entry id as numbers
	 * @param hash the bytes of `sig` when it is lowercase hex, else null
	 * @param sig the field's bytes, or null when there is none
	 */
	addData(stream: DataStream, entryId: string, place: EntryPlace, data: Uint8Array, sig: Uint8Array | null, hash: Uint8Array | null): void {
		this.addHead(stream, entryId, place, sig === null ? 0 : hash === null ? SIG_TEXT : SIG_HASH);
		putVarint(this.heads, data.length);
		this.bodies.putBuffer(data);
		if (sig === null) return;
		if (hash !== null) {
			this.hashes.putBuffer(hash);
		} else {
			putVarint(this.heads, sig.length);
			this.bodies.putBuffer(sig);
		}
	}

	/** Adds an entry of an authority stream, all its fields in wire order. */
	addFields(stream: AuthorityStream, entryId: string, place: EntryPlace, fields: readonly Uint8Array[]): void {
		this.addHead(stream, entryId, place, 0);
		putVarint(this.heads, fields.length);
		for (const field of fields) putVarint(this.heads, field.length);
		for (const field of fields) this.bodies.putBuffer(field);
	}

	private addHead(stream: SourceStream, entryId: string, place: EntryPlace, flags: number): void {
		this.count++;
		this.heads.reserve(1);
		this.heads.putByte(STREAM_NO[stream] | flags | (place.isExact ? 0 : ID_TEXT));
		if (!place.isExact) {
			const id = Buffer.from(entryId);
			putVarint(this.heads, id.length);
			this.bodies.putBuffer(id);
			return;
		}
		const step = place.ms - this.formerMs;
		this.formerMs = place.ms;
		putVarint(this.heads, step < 0 ? -2 * step - 1 : 2 * step);
		putVarint(this.heads, place.seq);
	}

	/** All sections in one; valid until the next reset. */
	close(): Buffer {
		const { bodies, hashes, heads } = this;
		const bodiesBytes = bodies.end;
		bodies.reserve(hashes.end + heads.end + TRAILER_BYTES);
		bodies.putBytes(hashes, 0, hashes.end);
		bodies.putBytes(heads, 0, heads.end);
		bodies.view.setUint32(bodies.end, bodiesBytes);
		bodies.view.setUint32(bodies.end + 4, hashes.end);
		bodies.view.setUint32(bodies.end + 8, this.count);
		return bodies.bytes.subarray(0, bodies.end + TRAILER_BYTES);
	}
}

/** One entry read back: its fields as they were on the wire; one with `data` gives `data` and `sig` only. */
export interface SegmentEntry {
	readonly stream: SourceStream;
	readonly entryId: string;
	readonly fields: readonly Buffer[];
}

/** The bytes of `sig` as kept in the hash section, or null when it has another form. */
export function plainSignature(sig: Uint8Array): Buffer | null {
	const text = Buffer.from(sig.buffer, sig.byteOffset, sig.length).toString('latin1');
	return LOWER_HEX_HASH.test(text) ? Buffer.from(text, 'hex') : null;
}

/** Reads the uncompressed form. @throws when it is damaged */
export function entriesOf(raw: Buffer): SegmentEntry[] {
	if (raw.length < TRAILER_BYTES) throw new Error('segment is damaged: no trailer');
	const trailer = raw.length - TRAILER_BYTES;
	const bodiesEnd = raw.readUInt32BE(trailer);
	const headsStart = bodiesEnd + raw.readUInt32BE(trailer + 4);
	const count = raw.readUInt32BE(trailer + 8);
	let [body, hash, head, formerMs] = [0, bodiesEnd, headsStart, 0];
	const varint = () => {
		let [value, scale] = [0, 1];
		for (;;) {
			const byte = raw[head++];
			if (byte === undefined || head > trailer) throw new Error('segment is damaged: a head is cut off');
			value += (byte & 0x7f) * scale;
			if (byte < 0x80) return value;
			scale *= 0x80;
		}
	};
	const take = (bytes: number) => {
		if (body + bytes > bodiesEnd) throw new Error('segment is damaged: a body is cut off');
		body += bytes;
		return raw.subarray(body - bytes, body);
	};
	const entries: SegmentEntry[] = [];
	for (let i = 0; i < count; i++) {
		const flags = varint();
		const stream = streamOfNo(flags & STREAM_MASK);
		if (stream === undefined) throw new Error('segment is damaged: unknown stream');
		let entryId: string;
		if ((flags & ID_TEXT) !== 0) {
			entryId = take(varint()).toString();
		} else {
			const step = varint();
			formerMs += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
			entryId = `${formerMs}-${varint()}`;
		}
		if (!isDataStream(stream)) {
			const lengths = Array.from({ length: varint() }, varint);
			entries.push({ stream, entryId, fields: lengths.map(take) });
			continue;
		}
		const fields = [Buffer.from('data'), take(varint())];
		if ((flags & SIG_TEXT) !== 0) fields.push(Buffer.from('sig'), take(varint()));
		if ((flags & SIG_HASH) !== 0) {
			fields.push(Buffer.from('sig'), Buffer.from(raw.toString('hex', hash, hash + 32)));
			hash += 32;
		}
		entries.push({ stream, entryId, fields });
	}
	return entries;
}
