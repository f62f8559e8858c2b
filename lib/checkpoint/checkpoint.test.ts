import { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePrimitives, nodeSigning } from '../chain/node-primitives';
import { toBase64, toHex, utf8Bytes } from '../primitives/text';
import { webPrimitives } from '../primitives/web-primitives';
import { formatCheckpoint, parseCheckpoint } from './checkpoint';
import { cosignatureMessage, decodeCosignature } from './cosignature';
import { firstGap, formatKeySet, keysAt, parseKeySet, rotate } from './key-set';
import { formatNote, parseNote } from './note';
import { openNote } from './open';
import { NoteRejected } from './rejected';
import { signatureOf, signNote, withSignatures } from './sign';
import { asCosigner, formatSignerKey, parseSignerKey, signerOf } from './signer-key';
import { fingerprint, formatVerifierKey, parseVerifierKey } from './verifier-key';

const web = webPrimitives(webcrypto.subtle as SubtleCrypto);
const parseKey = (line: string) => parseVerifierKey(nodePrimitives, line);
const signer = (name: string, fill: number) => signerOf(nodePrimitives, nodeSigning, name, new Uint8Array(32).fill(fill));

// published with golang.org/x/mod/sumdb/note
const GO_SIGNER = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const GO_VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const GO_NOTE = `${GO_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
// C2SP signed-note, "Verifier keys"
const C2SP_VERIFIER = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const C2SP_NOTE =
	'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
// C2SP signed-note and tlog-cosignature, "Format"; the keys are not published
const C2SP_POEM =
	'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n';
const C2SP_CHECKPOINT =
	'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';

describe('published vectors', () => {
	it('of keys: the lines are read and written as they are', () => {
		const read = parseSignerKey(nodePrimitives, nodeSigning, GO_SIGNER);
		expect(formatVerifierKey(read.key)).toBe(GO_VERIFIER);
		expect(formatVerifierKey(parseKey(C2SP_VERIFIER))).toBe(C2SP_VERIFIER);
		const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
		expect(formatSignerKey(nodePrimitives, nodeSigning, 'PeterNeumann', seed)).toBe(GO_SIGNER);
		expect(fingerprint(nodePrimitives, read.key)).toMatch(/^[0-9a-f]{64}$/);
	});

	it('of notes: signatures are made byte for byte and hold on both platforms', async () => {
		expect(await signNote(GO_TEXT, [parseSignerKey(nodePrimitives, nodeSigning, GO_SIGNER)])).toBe(GO_NOTE);
		for (const primitives of [nodePrimitives, web]) {
			for (const [note, line] of [
				[GO_NOTE, GO_VERIFIER],
				[C2SP_NOTE, C2SP_VERIFIER],
			] as const) {
				const key = parseVerifierKey(primitives, line);
				expect(await openNote(primitives, parseNote(note), [key])).toEqual({ held: [{ key, seconds: null }], failed: [], unknown: [] });
				const altered = parseNote(note.replace('is', 'iz'));
				expect((await openNote(primitives, altered, [key])).failed).toEqual([key]);
			}
		}
	});

	it('of checkpoints and cosignatures: parts are where the specification puts them', () => {
		const poem = parseNote(utf8Bytes(C2SP_POEM));
		expect(poem.text).toContain('\n\ned è subito sera.\n');
		expect(formatNote(poem)).toBe(C2SP_POEM);
		const note = parseNote(C2SP_CHECKPOINT);
		expect(formatNote(note)).toBe(C2SP_CHECKPOINT);
		const checkpoint = parseCheckpoint(note.text);
		expect([checkpoint.origin, checkpoint.size, toHex(checkpoint.root)]).toEqual([
			'example.com/behind-the-sofa',
			20852163,
			'0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62',
		]);
		expect(formatCheckpoint(checkpoint)).toBe(note.text);
		const witness = decodeCosignature(note.signatures[1]?.signature ?? new Uint8Array(0));
		expect(witness?.seconds).toBe(1679315147);
		expect(Buffer.from(cosignatureMessage(note.text, 1679315147)).toString()).toBe(
			'cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
		);
	});
});

describe('signing', () => {
	const text = formatCheckpoint({ origin: 'log.example/z', size: 5, root: new Uint8Array(32).fill(3), extensions: [] });
	const log = signer('log.example/z', 1);
	const witness = asCosigner(nodePrimitives, signer('witness.example/w', 2));

	it('by a log and a witness gives one note that both hold, the witness with its time', async () => {
		const note = parseNote(await signNote(text, [log]));
		const cosigned = withSignatures(note, [await signatureOf(witness, note.text, 1_700_000_000)]);
		const opened = await openNote(web, parseNote(formatNote(cosigned)), [log.key, witness.key]);
		expect(opened.held.map(({ key, seconds }) => [key.name, seconds])).toEqual([
			['log.example/z', null],
			['witness.example/w', 1_700_000_000],
		]);
		expect((await openNote(web, cosigned, [log.key])).unknown).toEqual(['witness.example/w']);
		const again = withSignatures(cosigned, [await signatureOf(witness, note.text, 1_700_000_060)]);
		expect(again.signatures).toHaveLength(2);
		await expect(signNote(text, [witness])).rejects.toThrow('when it was made');
	});

	it('binds the time, and a plain signature is no cosignature', async () => {
		const { name, keyId, signature } = await signatureOf(witness, text, 1_700_000_000);
		const later = signature.slice();
		later[7] = (later[7] ?? 0) + 1;
		expect((await openNote(nodePrimitives, { text, signatures: [{ name, keyId, signature: later }] }, [witness.key])).failed).toHaveLength(
			1,
		);
		const plain = await signatureOf(log, text, null);
		const asOther = { ...plain, keyId: asCosigner(nodePrimitives, log).key.id };
		const opened = await openNote(nodePrimitives, { text, signatures: [asOther] }, [asCosigner(nodePrimitives, log).key]);
		expect(opened).toMatchObject({ held: [], failed: [{ name: log.key.name }] });
	});

	it('of any one changed character holds under no key or is refused', async () => {
		const whole = await signNote(text, [log]);
		await fc.assert(
			fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 127 }), async (at, change) => {
				const altered = whole.slice(0, at) + String.fromCharCode(whole.charCodeAt(at) ^ change) + whole.slice(at + 1);
				const held = await Promise.resolve()
					.then(() => openNote(nodePrimitives, parseNote(altered), [log.key]))
					.then((opened) => (opened.failed.length > 0 ? [] : opened.held))
					.catch((error: unknown) => {
						if (error instanceof NoteRejected) return [];
						throw error;
					});
				expect(held).toEqual([]);
			}),
			{ numRuns: 300 },
		);
	});
});

describe('what is not in its form is refused with the reason', () => {
	it.each([
		['', 'ends in a line feed'],
		['a\n', 'empty line'],
		['a\n\n', 'at least one signature'],
		['a\r\n\n— k AAAAAAA=\n', 'control characters'],
		['a\n\n— k\n', 'em dash'],
		['a\n\n- k AAAAAAA=\n', 'em dash'],
		['a\n\n— k+ AAAAAAA=\n', 'plus signs'],
		['a\n\n— k\u00a0k AAAAAAA=\n', 'spaces'],
		['a\n\n— k AAAAAB==\n', 'base64'],
		['a\n\n— k AAAAAA==\n', 'length'],
		[`a\n\n${'— k AAAAAAA=\n'.repeat(65)}`, 'at most 64'],
		['x'.repeat(600_000), 'at most'],
	])('note %#', (text, reason) => {
		expect(() => parseNote(text)).toThrow(reason);
	});

	it('accepts sixteen signatures and more', () => {
		expect(parseNote(`a\n\n${'— k AAAAAAA=\n'.repeat(64)}`).signatures).toHaveLength(64);
	});

	const root = toBase64(new Uint8Array(32));
	it.each([
		[`o\n1\n${root}`, 'line feed'],
		['o\n1\n', 'three lines'],
		[`\n1\n${root}\n`, 'origin'],
		[`o\n01\n${root}\n`, 'decimal'],
		[`o\n-1\n${root}\n`, 'decimal'],
		[`o\n9007199254740992\n${root}\n`, 'decimal'],
		[`o\n1\n${root.slice(4)}\n`, 'root hash'],
		[`o\n1\n${root}\n\n`, 'extension'],
		[`cosignature/v1\n1\n${root}\n`, 'another kind'],
		[`caracal-evidence/v1\n1\n${root}\n`, 'another kind'],
		[`${'o'.repeat(256)}\n1\n${root}\n`, '255'],
	])('checkpoint %#', (text, reason) => {
		expect(() => parseCheckpoint(text)).toThrow(reason);
	});

	it.each([
		['nothing', 'one line'],
		[C2SP_VERIFIER.replace('530d903a', '530d903b'), 'ID is 530d903a'],
		[C2SP_VERIFIER.replace('530d903a', '530D903A'), 'one line'],
		[C2SP_VERIFIER.replace('+Ae', '+Be'), 'type'],
		[C2SP_VERIFIER.slice(0, -4), '32 bytes'],
		[`+530d903a+${'A'.repeat(44)}`, 'type'],
	])('key %#', (line, reason) => {
		expect(() => parseKey(line)).toThrow(reason);
	});

	it('a damaged secret key is refused without repeating it', () => {
		const line = GO_SIGNER.replace('c74f20a3', 'c74f20a4');
		const error = (() => {
			try {
				return parseSignerKey(nodePrimitives, nodeSigning, line);
			} catch (caught) {
				return caught;
			}
		})();
		expect(error).toBeInstanceOf(NoteRejected);
		expect(String(error)).not.toContain('AYEKFALV');
	});
});

describe('a set of keys', () => {
	const [a, b] = [signer('log', 1).key, signer('log', 2).key];

	it('changes from one key to the next with both in force between', () => {
		const set = rotate([{ key: a, from: 100, until: null }], b, 1000, 600);
		expect(
			[99, 100, 999, 1000, 1599, 1600].map((at) =>
				keysAt(set, at)
					.map((key) => (key === a ? 'a' : 'b'))
					.join(''),
			),
		).toEqual(['', 'a', 'a', 'ba', 'ba', 'b']);
		expect(firstGap(set)).toBeNull();
		expect(() => rotate(set, b, 2000, 0)).toThrow('already');
		expect(parseKeySet(nodePrimitives, `# keys of the log\n\n${formatKeySet(set)}`)).toEqual(set);
	});

	it('tells a time without a key, and what is wrong in its text', () => {
		expect(
			firstGap([
				{ key: a, from: 0, until: 10 },
				{ key: b, from: 20, until: null },
			]),
		).toEqual({ from: 10, until: 20 });
		const line = formatVerifierKey(a);
		expect(() => parseKeySet(nodePrimitives, `${line} 5 5\n`)).toThrow('ends before');
		expect(() => parseKeySet(nodePrimitives, `\n${line}\n`)).toThrow('Line 2');
		expect(() => parseKeySet(nodePrimitives, `${line} 0 -\n${line} 5 -\n`)).toThrow('twice');
	});
});
