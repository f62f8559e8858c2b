import { describe, expect, test } from 'vitest';
import { auditSignature, auditSignatureValid, canonicalStreamBytes, streamSignature, streamSignatureValid } from './signature';
import vectors from './signature.vectors.json';

const key = Buffer.from(vectors.streams_hmac_key_hex, 'hex');

function bytes(fields: Record<string, string | null | undefined>): Buffer[] {
	return Object.entries(fields).flatMap(([field, value]) => (value == null ? [] : [Buffer.from(field), Buffer.from(value)]));
}

describe.each(vectors.cases)('$description', ({ stream, fields, canonical, sig }) => {
	test('canonical text and signature are those of the vector', () => {
		expect(canonicalStreamBytes(stream, bytes(fields)).toString()).toBe(canonical);
		expect(streamSignature(key, stream, bytes(fields))).toBe(sig);
		expect(streamSignatureValid(key, stream, bytes(fields), sig.toUpperCase())).toBe(true);
	});

	test('another stream, key or value is refused', () => {
		expect(streamSignatureValid(key, `${stream}x`, bytes(fields), sig)).toBe(false);
		expect(streamSignatureValid(Buffer.alloc(32, 7), stream, bytes(fields), sig)).toBe(false);
		expect(streamSignatureValid(key, stream, bytes({ ...fields, zone_id: 'other' }), sig)).toBe(false);
	});
});

test('the order of fields on the wire does not matter', () => {
	const fields = { b: '2', a: '1', Z: '3' };
	const turned = { Z: '3', a: '1', b: '2' };
	expect(streamSignature(key, 's', bytes(fields))).toBe(streamSignature(key, 's', bytes(turned)));
});

describe('the audit stream', () => {
	const auditKey = Buffer.from(vectors.audit.audit_hmac_key_hex, 'hex');
	const data = Buffer.from(vectors.audit.data);

	test('signs the exact bytes of data', () => {
		expect(auditSignature(auditKey, data)).toBe(vectors.audit.sig);
		expect(auditSignatureValid(auditKey, data, vectors.audit.sig)).toBe(true);
		expect(auditSignatureValid(auditKey, Buffer.concat([data, Buffer.from(' ')]), vectors.audit.sig)).toBe(false);
	});

	test.each(['', 'zz', vectors.audit.sig.slice(1), `${vectors.audit.sig}0`, 'é'.repeat(64)])('refuses the signature %j', (sig) => {
		expect(auditSignatureValid(auditKey, data, sig)).toBe(false);
	});
});
