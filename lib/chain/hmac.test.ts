import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HMAC_BLOCK_BYTES, HmacSha256 } from './hmac';
import { PrefixViews, sha256 } from './sha256';

test('HMAC by two one-shot hashes is HMAC-SHA256, for keys of any length', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 300 }), (key, message) => {
			const hmac = new HmacSha256(key);
			const scratch = Buffer.alloc(HMAC_BLOCK_BYTES + message.length);
			hmac.prepare(scratch);
			scratch.set(message, HMAC_BLOCK_BYTES);
			expect(Buffer.from(hmac.digest(scratch), 'binary')).toEqual(createHmac('sha256', key).update(message).digest());
		}),
	);
});

test('the hash is SHA-256 of bytes and of the UTF-8 of text', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			const expected = createHash('sha256').update(text).digest('hex');
			expect(sha256(text, 'hex')).toBe(expected);
			expect(Buffer.from(sha256(Buffer.from(text), 'binary'), 'binary').toString('hex')).toBe(expected);
		}),
	);
});

test('prefix views follow the buffer they are asked for', () => {
	const [a, b] = [Buffer.from('abcdef'), Buffer.from('uvwxyz')];
	const views = new PrefixViews(a);
	expect(Buffer.from(views.prefix(a, 2)).toString()).toBe('ab');
	expect(Buffer.from(views.prefix(b, 2)).toString()).toBe('uv');
	b[0] = 0x41;
	expect(Buffer.from(views.prefix(b, 2)).toString()).toBe('Av');
});
