import { createHash, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { keptContentSha256 } from '../chain/kept-content';
import { nodePrimitives } from '../chain/node-primitives';
import { formatVerifierKey } from '../checkpoint/verifier-key';
import { webPrimitives } from '../primitives/web-primitives';
import type { KeptBytes } from './entries';
import { sampleBundle } from './testing/sample-bundle';
import { LATER_LOG, LOG, STRANGER, sampleLedger, WITNESS } from './testing/sample-ledger';
import { EventReader } from './verify/event-reader';
import type { LineBlock } from './verify/line-reader';
import { soundEventsOf } from './verify/sound-events';
import type { CheckName, Verdict } from './verify/verdict';
import { verifyBundle } from './verify/verify';

const TRUSTED = formatVerifierKey(LOG.key);
const web = webPrimitives(webcrypto.subtle as SubtleCrypto);
const contentHashOf = ({ stream, entryId, fields }: KeptBytes) => keptContentSha256(stream, entryId, fields);
const ledger = sampleLedger('zn_a', 600);
const other = sampleLedger('zn_b', 40);

const check = (bytes: Uint8Array, keys: readonly string[] = [TRUSTED]): Promise<Verdict> =>
	verifyBundle([bytes], { primitives: nodePrimitives, keys, contentHashOf });
/** The same with somebody who reads blocks ahead. */
const checkAhead = (bytes: Uint8Array, keys: readonly string[]): Promise<Verdict> => {
	const reader = new EventReader(nodePrimitives, contentHashOf);
	const read = async (block: LineBlock) => ({ ...block, sound: soundEventsOf(reader, block) });
	const chunks = [0, 1000, 3000].map((start, i, starts) => bytes.subarray(start, starts[i + 1]));
	return verifyBundle(chunks, { primitives: nodePrimitives, keys, contentHashOf, ahead: { read, blocksMax: 2 } });
};
const stateOf = (verdict: Verdict, name: CheckName) => verdict.checks.find((line) => line.name === name)?.state;

const lines = (bytes: Uint8Array): string[] => Buffer.from(bytes).toString().split('\n').slice(0, -1);
/** The bundle with some lines changed and, as a forger would, the digest made right; the seal stays what it was. */
function forged(bytes: Uint8Array, change: (lines: string[]) => string[]): Uint8Array {
	const all = lines(bytes);
	const trailerAt = all.findIndex((line) => line.startsWith('{"type":"trailer"'));
	const body = `${change(all.slice(0, trailerAt)).join('\n')}\n`;
	const digest = createHash('sha256').update(body).digest('hex');
	const trailer = (all[trailerAt] ?? '').replace(/"sha256":"[0-9a-f]*"/, `"sha256":"${digest}"`);
	return Buffer.from(`${body}${[trailer, ...all.slice(trailerAt + 1)].join('\n')}\n`);
}
const replaced = (bytes: Uint8Array, from: string | RegExp, to: string): Uint8Array =>
	forged(bytes, (all) => all.join('\n').replace(from, to).split('\n'));

describe('a bundle of a few events out of many', () => {
	let bytes: Uint8Array;
	beforeAll(async () => {
		bytes = await sampleBundle({ parts: [{ ledger, seqs: [3, 4, 5, 300, 550], sizes: [100, 320, 600] }] });
	});

	it('is proven on the key that was supplied, and says so', async () => {
		const verdict = await check(bytes);
		expect(verdict.headline).toBe(
			`Each of the 5 events is included in checkpoint 600 of zone zn_a, signed by key console.example/ledger (${LOG.key.id}), which you supplied.`,
		);
		expect(verdict.outcome).toBe('proven');
		expect(verdict.checks.map(({ state }) => state)).toEqual(Array(11).fill('holds'));
		expect(verdict.checks.map(({ name, checked }) => [name, checked])).toMatchObject([
			['form', lines(bytes).length],
			['content', 5],
			['links', 2],
			['tree', 3],
			['signatures', 3],
			['coverage', 5],
			['reading', 5],
			['signed_bytes', 5],
			['digest', 1],
			['counts', 1],
			['seal', 1],
		]);
		expect(verdict.zones).toMatchObject([{ events: 5, firstSeq: 3, lastSeq: 550, isContiguous: false, provenSize: 600 }]);
		expect(verdict.notProven.join(' ')).toContain('no other event matched');
	});

	it('is proven in the browser’s way too, whatever the chunks it comes in', async () => {
		const expected = await check(bytes);
		for (const size of [1, 7, 4096]) {
			const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
			const verdict = await verifyBundle(chunks, { primitives: web, keys: [TRUSTED], contentHashOf });
			expect(verdict).toEqual(expected);
		}
		expect(await checkAhead(bytes, [TRUSTED])).toEqual(expected);
	});

	it('claims less when the key is the bundle’s own', async () => {
		const verdict = await check(bytes, []);
		expect(verdict.outcome).toBe('proven');
		expect(verdict.headline).toContain('found in the bundle itself');
		expect(verdict.notProven[0]).toContain('Whoever made the file could have made the keys');
	});

	it('proves nothing under a key that signed nothing', async () => {
		const verdict = await check(bytes, [formatVerifierKey(STRANGER.key)]);
		expect([verdict.outcome, verdict.firstFinding?.check]).toEqual(['cannot_tell', 'coverage']);
		expect(verdict.headline).toContain('No checkpoint of zone zn_a is signed by a key you supplied');
	});

	it('accepts a witness as the trusted key', async () => {
		const verdict = await check(bytes, [formatVerifierKey(WITNESS.key)]);
		expect(verdict.outcome).toBe('proven');
		expect(verdict.zones[0]?.signatories.map(({ name, seconds }) => [name, seconds])).toEqual([['witness.example/w1', 1_795_266_000]]);
	});

	it('stays small: forty events of half a million need few hashes', async () => {
		const omitted = lines(bytes).filter((line) => line.startsWith('{"type":"omitted"'));
		expect(omitted.length).toBeLessThan(5 * 2 * 10);
		expect(Math.max(...omitted.map((line) => line.length))).toBeLessThan(125);
	});

	it('is the same bytes when made again', async () => {
		expect(await sampleBundle({ parts: [{ ledger, seqs: [3, 4, 5, 300, 550], sizes: [100, 320, 600] }] })).toEqual(bytes);
	});

	it('is not proven when cut off anywhere', async () => {
		const sealAt = bytes.length - (lines(bytes).at(-1)?.length ?? 0) - 1;
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length - 1), async (end) => {
				const verdict = await check(bytes.subarray(0, end));
				// without its seal it is whole: what the seal vouches for is then nobody's word, and the result says so
				if (end === sealAt) expect(verdict.notProven.join(' ')).toContain('no seal of a known key');
				else expect(verdict.outcome).toBe('cannot_tell');
			}),
			{ numRuns: 60 },
		);
	});
});

describe('every single-byte change', () => {
	it('of a sealed bundle is caught, with and without supplied keys', async () => {
		const bytes = await sampleBundle({ parts: [{ ledger: other, seqs: [1, 2, 17], sizes: [5, 40] }] });
		const at = fc.oneof(fc.nat(bytes.length - 1), fc.integer({ min: bytes.length - 700, max: bytes.length - 1 }));
		await fc.assert(
			fc.asyncProperty(at, fc.integer({ min: 1, max: 255 }), fc.boolean(), async (place, change, isSupplied) => {
				const altered = bytes.slice();
				altered[place] = (altered[place] ?? 0) ^ change;
				const keys = isSupplied ? [TRUSTED] : [];
				const verdict = await check(altered, keys);
				expect(verdict.outcome).not.toBe('proven');
				expect(await checkAhead(altered, keys)).toEqual(verdict);
			}),
			{ numRuns: 600 },
		);
	}, 60_000);

	it('of what the events say is caught by the tree even when digest, trailer and stated hash are made right', async () => {
		const bytes = await sampleBundle({ parts: [{ ledger: other, seqs: [1, 2, 17], sizes: [5, 40] }], sealers: [] });
		const verdict = await check(replaced(bytes, '"decision":"allow"', '"decision":"deny"'));
		expect([verdict.outcome, verdict.firstFinding?.check, verdict.firstFinding?.seq]).toEqual(['disproven', 'content', 1]);
		expect(stateOf(verdict, 'tree')).toBe('fails');
		expect(stateOf(verdict, 'digest')).toBe('holds');
	});
});

describe('what is wrong is named first and rightly', () => {
	let bytes: Uint8Array;
	beforeAll(async () => {
		bytes = await sampleBundle({ parts: [{ ledger: other, seqs: [8, 9, 10, 11], sizes: [10, 40] }] });
	});
	const first = ({ outcome, firstFinding }: Verdict) => [outcome, firstFinding?.check, firstFinding?.seq ?? null];

	it('a link that does not fit', async () => {
		const wrong = replaced(bytes, /("seq":10,"content_sha256":"[0-9a-f]*","prev_content_sha256":")../, '$1zz');
		expect(first(await check(wrong))[0]).toBe('cannot_tell');
		const shifted = replaced(bytes, /("seq":10,"content_sha256":"[0-9a-f]*","prev_content_sha256":")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`);
		expect(first(await check(shifted))).toEqual(['disproven', 'links', 10]);
	});

	it('an event left out, put in twice or in another order', async () => {
		const eventAt = (all: string[]) => all.findIndex((line) => line.startsWith('{"type":"event"'));
		for (const change of [
			(all: string[]) => all.filter((_, i) => i !== eventAt(all)),
			(all: string[]) => all.flatMap((line, i) => (i === eventAt(all) ? [line, line] : [line])),
			(all: string[]) => {
				const i = eventAt(all);
				const [a, b] = [all[i] ?? '', all[i + 1] ?? ''];
				return all.map((line, at) => (at === i ? b : at === i + 1 ? a : line));
			},
		]) {
			expect(first(await check(forged(bytes, change)))).toEqual(['cannot_tell', 'form', null]);
		}
	});

	it('an omitted subtree with another hash', async () => {
		const wrong = replaced(bytes, /("type":"omitted".*"hash":")[0-9a-f]{2}/, '$1ab');
		expect(first(await check(wrong))).toEqual(['disproven', 'tree', null]);
	});

	it('an event moved to another zone', async () => {
		const wrong = replaced(bytes, '"type":"zone","zone_id":"zn_b"', '"type":"zone","zone_id":"zn_x"');
		expect(first(await check(wrong))).toEqual(['disproven', 'content', 8]);
	});

	it('a checkpoint whose signature is altered, or of another log', async () => {
		const wrong = replaced(bytes, /(console\.example\/ledger [A-Za-z0-9+/]{20})[A-Za-z]/, '$1/');
		expect(first(await check(wrong))).toEqual(['disproven', 'signatures', null]);
		const origin = replaced(bytes, '"origin":"console.example/zone/zn_b"', '"origin":"console.example/zone/zn_c"');
		expect(first(await check(origin))).toEqual(['disproven', 'tree', null]);
	});

	it('signed bytes that say something else', async () => {
		const wrong = replaced(bytes, '\\"decision\\":\\"allow\\"', '\\"decision\\":\\"deny\\"');
		const verdict = await check(wrong);
		expect(first(verdict)).toEqual(['disproven', 'signed_bytes', 8]);
		expect(verdict.checks.find(({ name }) => name === 'signed_bytes')).toMatchObject({ failed: 1, checked: 4 });
	});

	it('a manifest or statement changed behind the seal', async () => {
		expect(first(await check(replaced(bytes, 'auditor@example.com', 'somebody@example.com')))).toEqual(['disproven', 'seal', null]);
		expect(first(await check(replaced(bytes, '"findings":0', '"findings":1')))).toEqual(['disproven', 'seal', null]);
	});

	it('statements left out', async () => {
		const wrong = forged(bytes, (all) => all.filter((line) => !line.startsWith('{"type":"alert"')));
		expect(first(await check(wrong))).toEqual(['disproven', 'counts', null]);
	});

	it('lines that are JSON, yet not in their one form', async () => {
		for (const [from, to] of [
			['"type":"event","seq":8', '"type":"event", "seq":8'],
			['"seq":8,', '"seq":08,'],
			['"type":"zone","zone_id"', '"type":"zone","zone_id":"x","zone_id"'],
			['token_exchange', 'token\\u005fexchange'],
			['"metadata_json":"', '"metadata_json":"\\/'],
			['"version":1', '"version":2'],
			['"type":"sweep"', '"type":"sweeps"'],
		] as const) {
			expect(first(await check(replaced(bytes, from, to)))).toEqual(['cannot_tell', 'form', null]);
		}
		expect(first(await check(new Uint8Array(0)))).toEqual(['cannot_tell', 'form', null]);
		expect(first(await check(Buffer.from(`${Buffer.from(bytes)}{}\n`)))).toEqual(['cannot_tell', 'form', null]);
	});

	it('an event that could be divided in another way', async () => {
		const ledgerOf = sampleLedger('zn_c', 3);
		const [event] = ledgerOf.events;
		if (event === undefined) throw new Error('no event');
		const odd = { ...event, event: { ...event.event, requestId: 'a\u001fb' } };
		const made = await sampleBundle({ parts: [{ ledger: { ...ledgerOf, events: [odd] }, seqs: [1], sizes: [3] }] });
		expect(stateOf(await check(made), 'reading')).toBe('unknown');
	});
});

describe('trust', () => {
	it('is not given to events behind the last signed checkpoint', async () => {
		const bytes = await sampleBundle({ parts: [{ ledger: other, seqs: [39, 40], sizes: [39] }] });
		const verdict = await check(bytes);
		expect([verdict.outcome, verdict.firstFinding?.check]).toEqual(['cannot_tell', 'coverage']);
		expect(verdict.headline).toContain('after #39 stand behind the last checkpoint');
	});

	it('passes from one key to the next while both sign', async () => {
		const part = { ledger: other, seqs: [5], signers: [LOG, LATER_LOG] };
		const bytes = await sampleBundle({ parts: [{ ...part, sizes: [40] }], sealers: [LOG, LATER_LOG] });
		for (const key of [LOG, LATER_LOG]) expect((await check(bytes, [formatVerifierKey(key.key)])).outcome).toBe('proven');
	});

	it('is not shaken by signatures of strangers', async () => {
		const bytes = await sampleBundle({ parts: [{ ledger: other, seqs: [5], sizes: [40], signers: [LOG, STRANGER] }] });
		expect((await check(bytes)).outcome).toBe('proven');
	});

	it('of several zones is that of the weakest', async () => {
		const parts = [
			{ ledger, seqs: [1], sizes: [600] },
			{ ledger: other, seqs: [2], sizes: [40], signers: [WITNESS] },
		];
		const bytes = await sampleBundle({ parts });
		expect((await check(bytes)).headline).toContain('No checkpoint of zone zn_b is signed by a key you supplied');
		const both = await check(bytes, [TRUSTED, formatVerifierKey(WITNESS.key)]);
		expect(both.outcome).toBe('proven');
		expect(both.headline).toContain('Each of the 2 events is included in a checkpoint of its zone (2 zones)');
	});

	it('needs Ed25519: without it nothing is told', async () => {
		const bytes = await sampleBundle({ parts: [{ ledger: other, seqs: [5], sizes: [40] }] });
		const verdict = await verifyBundle([bytes], { primitives: webPrimitives(undefined) });
		expect([verdict.outcome, verdict.firstFinding?.check]).toEqual(['cannot_tell', 'signatures']);
	});

	it('is not asked for without events', async () => {
		const verdict = await check(await sampleBundle({ parts: [{ ledger: other, seqs: [], sizes: [10, 40] }] }));
		expect([verdict.outcome, verdict.headline]).toEqual([
			'cannot_tell',
			'It cannot be told whether this is what was recorded. The bundle holds no event, so there is nothing to prove.',
		]);
		expect(stateOf(verdict, 'tree')).toBe('holds');
	});
});

describe('any choice of events and checkpoints', () => {
	it('gives a bundle that is proven', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 60 }),
				fc.uniqueArray(fc.nat(600), { maxLength: 8 }),
				async (seqs, sizes) => {
					const bytes = await sampleBundle({ parts: [{ ledger, seqs, sizes: [...new Set([...sizes, 600])].sort((a, b) => a - b) }] });
					const verdict = await check(bytes);
					expect(verdict.headline).toContain('which you supplied');
					expect(verdict.outcome).toBe('proven');
				},
			),
			{ numRuns: 25 },
		);
	});
});
