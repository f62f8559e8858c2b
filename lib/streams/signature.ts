import { createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE_FIELD = Buffer.from('_sig');
const HEX_SHA256 = /^[0-9a-fA-F]{64}$/;
const LINE_FEED = Buffer.from('\n');
const EQUALS = Buffer.from('=');

/**
 * The bytes `_sig` is made over: the stream's name and a line feed, then `key=value` and a line feed for each field in
 * bytewise order of keys, without `_sig`. A null never reaches a stream entry, so every field read from one counts.
 * Source: wire reference 1.1. The form escapes nothing: a value with a line feed can imitate a second field.
 * @param fields flat list field, value, field, value, ... as bytes; of a repeated field the last value counts
 */
export function canonicalStreamBytes(stream: string, fields: readonly Buffer[]): Buffer {
	const byKey = new Map<string, { key: Buffer; value: Buffer }>();
	for (let i = 0; i + 1 < fields.length; i += 2) {
		const [key, value] = [fields[i], fields[i + 1]];
		if (key === undefined || value === undefined || key.equals(SIGNATURE_FIELD)) continue;
		byKey.set(key.toString('latin1'), { key, value });
	}
	const parts: Buffer[] = [Buffer.from(stream), LINE_FEED];
	for (const { key, value } of [...byKey.values()].sort((a, b) => Buffer.compare(a.key, b.key))) {
		parts.push(key, EQUALS, value, LINE_FEED);
	}
	return Buffer.concat(parts);
}

/** `_sig` of an entry: lowercase hex HMAC-SHA256 over `canonicalStreamBytes`. */
export function streamSignature(key: Buffer, stream: string, fields: readonly Buffer[]): string {
	return createHmac('sha256', key).update(canonicalStreamBytes(stream, fields)).digest('hex');
}

/** Whether `sig` is the entry's `_sig`; constant time, hex of either case; empty or non-hex is not. */
export function streamSignatureValid(key: Buffer, stream: string, fields: readonly Buffer[], sig: string): boolean {
	return matches(createHmac('sha256', key).update(canonicalStreamBytes(stream, fields)).digest(), sig);
}

/** `sig` of an entry of the audit stream: lowercase hex HMAC-SHA256 over the exact bytes of its `data` field. */
export function auditSignature(key: Buffer, data: Buffer): string {
	return createHmac('sha256', key).update(data).digest('hex');
}

/** Whether `sig` signs `data`; constant time, hex of either case; empty or non-hex is not. */
export function auditSignatureValid(key: Buffer, data: Buffer, sig: string): boolean {
	return matches(createHmac('sha256', key).update(data).digest(), sig);
}

function matches(expected: Buffer, sig: string): boolean {
	return HEX_SHA256.test(sig) && timingSafeEqual(expected, Buffer.from(sig, 'hex'));
}
