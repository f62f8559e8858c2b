import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePrimitives } from '../chain/node-primitives';
import { sha256Of } from '../primitives/primitives';
import { fromHex, toHex, utf8Bytes } from '../primitives/text';
import { webPrimitives } from '../primitives/web-primitives';
import { Frontier } from './frontier';
import { TreeHasher } from './hash';
import { consistencyProof, inclusionProof, rootAt } from './proof';
import { subtreesOf } from './ranges';
import { MemoryTiles } from './testing/memory-tiles';
import { naiveConsistency, naivePath, naiveRoot } from './testing/naive-tree';
import { edgeOf, TileWriter } from './tile-writer';
import { verifyConsistency, verifyInclusion } from './verify';

const hasher = new TreeHasher(nodePrimitives);
const content = (n: number): Uint8Array => sha256Of(nodePrimitives, utf8Bytes(`event ${n}`));
const contents = (count: number): Uint8Array[] => Array.from({ length: count }, (_, i) => content(i));

function frontierOf(data: readonly Uint8Array[]): Frontier {
	const frontier = new Frontier(hasher);
	for (const item of data) frontier.appendContent(item);
	return frontier;
}

/** Tiles of a tree that grew in steps, a new writer each time, as after restarts. */
function tilesOf(data: readonly Uint8Array[], steps: readonly number[]): MemoryTiles {
	const tiles = new MemoryTiles();
	let size = 0;
	for (const step of [...steps, data.length]) {
		const end = Math.min(data.length, size + step);
		const partial = edgeOf(size).filter(({ width }) => width > 0);
		const writer = TileWriter.at(
			hasher,
			size,
			partial.map((place) => tiles.get(place)),
		);
		for (const item of data.slice(size, end)) writer.append(hasher.leaf(item));
		expect(writer.size).toBe(end);
		expect(Frontier.of(hasher, end, writer.frontier()).root()).toEqual(frontierOf(data.slice(0, end)).root());
		tiles.write(writer.take());
		size = end;
	}
	return tiles;
}

/** The data and roots of the test vectors that come with Certificate Transparency's reference implementation of RFC 6962. */
const RFC_DATA = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const RFC_ROOTS = [
	'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
	'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
	'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
	'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
	'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
	'4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
	'76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
	'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
	'5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the tree of RFC 6962', () => {
	const data = RFC_DATA.map((hex) => fromHex(hex) ?? new Uint8Array(0));
	const leafHash = (item: Uint8Array) => sha256Of(nodePrimitives, Uint8Array.of(0, ...item));

	it('has the roots of the published vectors, with Node’s hash and with the browser’s', () => {
		for (const primitives of [nodePrimitives, webPrimitives(undefined)]) {
			const frontier = new Frontier(new TreeHasher(primitives));
			const roots = [toHex(frontier.root())];
			for (const item of data) {
				frontier.appendLeaf(leafHash(item));
				roots.push(toHex(frontier.root()));
			}
			expect(roots).toEqual(RFC_ROOTS);
		}
		expect(RFC_ROOTS).toEqual(Array.from({ length: 9 }, (_, n) => toHex(naiveRoot(data.slice(0, n)))));
	});

	it('accepts the published proofs and no others', () => {
		const [path, proof] = [naivePath(0, data), naiveConsistency(6, data)];
		expect(path.map(toHex)).toEqual([
			'96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
			'5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
			'6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
		]);
		expect(proof.map(toHex)).toEqual([
			'0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
			'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
			'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
		]);
		const root = naiveRoot(data);
		const first = leafHash(data[0] ?? new Uint8Array(0));
		expect(verifyInclusion(hasher, first, 0, 8, path, root)).toBe(true);
		expect(verifyInclusion(hasher, first, 1, 8, path, root)).toBe(false);
		expect(verifyInclusion(hasher, first, 0, 9, path, root)).toBe(false);
		expect(verifyInclusion(hasher, first, 0, 4, path, root)).toBe(false);
		expect(verifyConsistency(hasher, 6, 8, proof, naiveRoot(data.slice(0, 6)), root)).toBe(true);
		expect(verifyConsistency(hasher, 5, 8, proof, naiveRoot(data.slice(0, 5)), root)).toBe(false);
	});
});

describe('stored tiles', () => {
	const data = contents(1500);
	const size = fc.integer({ min: 0, max: 300 });

	it('give the roots and proofs of the definition, however the tree grew', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 600 }),
				fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 5 }),
				size,
				size,
				async (n, steps, a, b) => {
					const tree = data.slice(0, n);
					const tiles = tilesOf(tree, steps);
					const [first, second] = [Math.min(a, b, n), Math.min(Math.max(a, b), n)];
					const [firstRoot, secondRoot] = [await rootAt(hasher, tiles, first), await rootAt(hasher, tiles, second)];
					expect(firstRoot).toEqual(naiveRoot(tree.slice(0, first)));
					const proof = await consistencyProof(hasher, tiles, first, second);
					if (first > 0) expect(proof).toEqual(naiveConsistency(first, tree.slice(0, second)));
					expect(verifyConsistency(hasher, first, second, proof, firstRoot, secondRoot)).toBe(true);
					if (first >= second) return;
					const path = await inclusionProof(hasher, tiles, first, second);
					expect(path).toEqual(naivePath(first, tree.slice(0, second)));
					expect(verifyInclusion(hasher, hasher.leaf(content(first)), first, second, path, secondRoot)).toBe(true);
				},
			),
			{ numRuns: 40 },
		);
	});

	it('let no altered proof pass', async () => {
		const tiles = tilesOf(data, [700]);
		const root = await rootAt(hasher, tiles, 1500);
		const middle = await rootAt(hasher, tiles, 777);
		await fc.assert(
			fc.asyncProperty(fc.nat(1499), fc.nat(), fc.integer({ min: 1, max: 255 }), async (index, at, change) => {
				const leaf = hasher.leaf(content(index));
				const path = await inclusionProof(hasher, tiles, index, 1500);
				const consistency = await consistencyProof(hasher, tiles, 777, 1500);
				const alter = (proof: readonly Uint8Array[]) => {
					const altered = proof.map((hash) => hash.slice());
					const hash = altered[at % altered.length];
					if (hash !== undefined) hash[at % 32] = (hash[at % 32] ?? 0) ^ change;
					return altered;
				};
				expect(verifyInclusion(hasher, leaf, index, 1500, path, root)).toBe(true);
				expect(verifyInclusion(hasher, leaf, index, 1500, alter(path), root)).toBe(false);
				expect(verifyInclusion(hasher, leaf, index, 1500, path.slice(1), root)).toBe(false);
				expect(verifyInclusion(hasher, leaf, index, 1500, [...path, leaf], root)).toBe(false);
				expect(verifyInclusion(hasher, leaf, (index + 1) % 1500, 1500, path, root)).toBe(false);
				expect(verifyConsistency(hasher, 777, 1500, consistency, middle, root)).toBe(true);
				expect(verifyConsistency(hasher, 777, 1500, alter(consistency), middle, root)).toBe(false);
				expect(verifyConsistency(hasher, 778, 1500, consistency, middle, root)).toBe(false);
				expect(verifyConsistency(hasher, 777, 1500, consistency, root, middle)).toBe(false);
			}),
			{ numRuns: 60 },
		);
	});

	it('are few: a proof in a tree of 70,000 leaves reads at most five tiles', async () => {
		const tiles = new MemoryTiles();
		const writer = TileWriter.at(hasher, 0, []);
		for (let i = 0; i < 70_000; i++) writer.append(hasher.leaf(content(i % 100)));
		tiles.write(writer.take());
		// the example of C2SP tlog-tiles
		expect(edgeOf(70_000)).toEqual([
			{ level: 0, index: 273, width: 112 },
			{ level: 1, index: 1, width: 17 },
			{ level: 2, index: 0, width: 1 },
		]);
		const root = await rootAt(hasher, tiles, 70_000);
		for (const index of [0, 255, 256, 65_535, 65_536, 69_999]) {
			tiles.tilesRead = 0;
			const proof = await inclusionProof(hasher, tiles, index, 70_000);
			expect(tiles.tilesRead).toBeLessThanOrEqual(5);
			expect(verifyInclusion(hasher, hasher.leaf(content(index % 100)), index, 70_000, proof, root)).toBe(true);
		}
	});
});

describe('complete subtrees', () => {
	it('tile any range without gap, each standing at a multiple of its size', () => {
		fc.assert(
			fc.property(fc.nat(2 ** 40), fc.nat(2 ** 40), (a, b) => {
				const [start, end] = [Math.min(a, b), Math.max(a, b)];
				const subtrees = subtreesOf(start, end);
				let at = start;
				for (const { level, index } of subtrees) {
					expect(index * 2 ** level).toBe(at);
					at += 2 ** level;
				}
				expect(at).toBe(end);
				expect(subtrees.length).toBeLessThanOrEqual(82);
			}),
		);
	});

	it('append to a frontier as their leaves do, and nowhere else', () => {
		const data = contents(48);
		const ahead = frontierOf(data.slice(0, 32));
		const sub = frontierOf(data.slice(32, 48));
		ahead.append(4, sub.root());
		expect(ahead.root()).toEqual(frontierOf(data).root());
		expect(Frontier.of(hasher, 48, ahead.snapshot()).root()).toEqual(ahead.root());
		ahead.appendContent(content(48));
		expect(() => ahead.append(1, content(0))).toThrow('does not stand here');
		expect(() => Frontier.of(hasher, 5, [content(0)])).toThrow('2 frontier hashes');
	});
});
