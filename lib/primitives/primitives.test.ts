import { createHash, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePrimitives, nodeSigning } from '../chain/node-primitives';
import { NoEd25519, sha256Of } from './primitives';
import { fromBase64, fromHex, toBase64, toHex, utf8Bytes, utf8Text } from './text';
import { webPrimitives } from './web-primitives';

const web = webPrimitives(webcrypto.subtle as SubtleCrypto);
const bytes = fc.uint8Array({ maxLength: 300 });
const known = (hex: string) => fromHex(hex) ?? new Uint8Array(0);

describe('SHA-256 of both platforms', () => {
	it('is the same, whole and in pieces, for every length around the blocks', () => {
		for (let length = 0; length < 200; length++) {
			const message = Uint8Array.from({ length }, (_, i) => i * 7);
			const expected = createHash('sha256').update(message).digest('hex');
			expect(toHex(sha256Of(nodePrimitives, message))).toBe(expected);
			expect(toHex(sha256Of(web, message))).toBe(expected);
		}
		fc.assert(
			fc.property(fc.array(bytes, { maxLength: 6 }), (pieces) => {
				const expected = createHash('sha256').update(Buffer.concat(pieces)).digest('hex');
				for (const primitives of [nodePrimitives, web]) {
					const running = primitives.runningSha256();
					for (const piece of pieces) running.update(piece);
					expect(toHex(running.digest())).toBe(expected);
				}
			}),
		);
	});
});

describe('Ed25519 of both platforms', () => {
	// RFC 8032, 7.1, test 2
	const publicKey = known('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
	const seed = known('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
	const signature = known(
		'92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
	);
	const message = Uint8Array.of(0x72);

	it('makes and accepts the vector of RFC 8032', async () => {
		expect(toHex(nodeSigning.ed25519PublicKey(seed))).toBe(toHex(publicKey));
		expect(toHex(nodeSigning.signEd25519(seed, message))).toBe(toHex(signature));
		for (const primitives of [nodePrimitives, web]) expect(await primitives.verifyEd25519(publicKey, message, signature)).toBe(true);
	});

	it('refuses every other signature, message and key', async () => {
		for (const primitives of [nodePrimitives, web]) {
			for (let i = 0; i < 64; i++) {
				const altered = signature.map((byte, at) => (at === i ? byte ^ 0x40 : byte));
				expect(await primitives.verifyEd25519(publicKey, message, altered)).toBe(false);
			}
			expect(await primitives.verifyEd25519(publicKey, Uint8Array.of(0x73), signature)).toBe(false);
			expect(await primitives.verifyEd25519(new Uint8Array(32).fill(0xff), message, signature)).toBe(false);
			expect(await primitives.verifyEd25519(publicKey.slice(1), message, signature)).toBe(false);
			expect(await primitives.verifyEd25519(publicKey, message, signature.slice(1))).toBe(false);
		}
	});

	it('says so where there is none', async () => {
		await expect(webPrimitives(undefined).verifyEd25519(publicKey, message, signature)).rejects.toBeInstanceOf(NoEd25519);
	});
});

describe('bytes as text', () => {
	it('round-trip, in the form others write', () => {
		fc.assert(
			fc.property(bytes, (value) => {
				expect(toBase64(value)).toBe(Buffer.from(value).toString('base64'));
				expect(toHex(value)).toBe(Buffer.from(value).toString('hex'));
				expect(fromBase64(toBase64(value))).toEqual(value);
				expect(fromHex(toHex(value))).toEqual(value);
			}),
		);
		expect(utf8Text(utf8Bytes('— é\ufeff'))).toBe('— é\ufeff');
		expect(utf8Text(Uint8Array.of(0xc3))).toBeNull();
	});

	it('have one form only', () => {
		for (const text of ['AB==', 'A===', 'AAA', 'AA=A', 'AA\n=', 'AA-_', 'AAA=AAA=', '=', '====', 'é==='])
			expect(fromBase64(text)).toBeNull();
		for (const text of ['A0', '0', '0g', ' 00', 'éé']) expect(fromHex(text)).toBeNull();
	});
});
