import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AGENTS_LIFECYCLE_STREAM } from '../lib/streams/names';
import { streamSignature, streamSignatureValid } from '../lib/streams/signature';
import { DataVerifier, FieldsVerifier, SignatureHex } from './lane-verify';

const KEY = Buffer.alloc(32, 7);

function signatureOf(text: string): SignatureHex | null {
	const signature = new SignatureHex();
	return signature.read(Buffer.from(text)) ? signature : null;
}

describe('a signature field', () => {
	test('is hex of 32 bytes in any case', () => {
		const bytes = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 8 + 5));
		const hex = bytes.toString('hex');
		expect(signatureOf(hex)?.bytes).toEqual(bytes);
		expect(signatureOf(hex)?.isLower).toBe(true);
		expect(signatureOf(hex.toUpperCase())?.bytes).toEqual(bytes);
		expect(signatureOf(hex.toUpperCase())?.isLower).toBe(false);
	});

	test('or none', () => {
		const hex = 'a0'.repeat(32);
		for (const text of [
			'',
			hex.slice(1),
			`${hex}0`,
			`g${hex.slice(1)}`,
			`${hex.slice(1)}g`,
			` ${hex.slice(1)}`,
			`\u00e9${hex.slice(2)}`,
			`/${hex.slice(1)}`,
			`:${hex.slice(1)}`,
			`@${hex.slice(1)}`,
			`\`${hex.slice(1)}`,
		]) {
			expect(signatureOf(text)).toBeNull();
		}
	});
});

test('data is valid with its own MAC and with no other, whatever its length', () => {
	const verifier = new DataVerifier(KEY);
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(255), fc.constantFrom(0, 0, 0, 200_000, 2_000_000), (bytes, bit, padding) => {
			const data = Buffer.concat([bytes, Buffer.alloc(padding)]);
			const mac = createHmac('sha256', KEY).update(data).digest();
			verifier.load(data);
			const right = signatureOf(mac.toString('hex'));
			expect(right !== null && verifier.isValid(right) && verifier.isValidUnloaded(data, right)).toBe(true);
			mac[bit >> 3] = (mac[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			const wrong = signatureOf(mac.toString('hex'));
			expect(wrong !== null && (verifier.isValid(wrong) || verifier.isValidUnloaded(data, wrong))).toBe(false);
		}),
	);
});

test('fields are judged as streamSignatureValid judges them', () => {
	const verifier = new FieldsVerifier(KEY);
	const name = fc.oneof(fc.constantFrom('a', 'b', 'ab', '_sig', '', 'zone_id'), fc.string({ unit: 'grapheme', maxLength: 3 }));
	const value = fc.oneof(fc.constantFrom('', 'x\nb=2', 'null'), fc.string({ unit: 'binary', maxLength: 20 }));
	fc.assert(
		fc.property(fc.array(fc.tuple(name, value), { maxLength: 14 }), fc.boolean(), (pairs, isSpoilt) => {
			const fields = pairs.flat().map((text) => Buffer.from(text));
			const sig = streamSignature(KEY, isSpoilt ? 'another' : AGENTS_LIFECYCLE_STREAM, fields);
			const signature = signatureOf(sig);
			expect(signature !== null && verifier.isValid(AGENTS_LIFECYCLE_STREAM, fields, signature)).toBe(
				streamSignatureValid(KEY, AGENTS_LIFECYCLE_STREAM, fields, sig),
			);
			expect(streamSignatureValid(KEY, AGENTS_LIFECYCLE_STREAM, fields, sig)).toBe(!isSpoilt);
		}),
		{ numRuns: 500 },
	);
});
