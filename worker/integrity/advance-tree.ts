import type { SqlClient } from '../../db/client';
import {
	beginUnderTree,
	contentHashes,
	ensureTreeHead,
	moveTree,
	type NewCheckpoint,
	type TreeBehind,
	tilesAt,
	writeTiles,
} from '../../db/integrity/tree';
import { OneConnection } from '../../db/one-connection';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { formatCheckpoint } from '../../lib/checkpoint/checkpoint';
import { originOf } from '../../lib/checkpoint/origin';
import { signNote } from '../../lib/checkpoint/sign';
import { type DatedSigner, signersAt } from '../../lib/checkpoint/signer-set';
import { Frontier } from '../../lib/merkle/frontier';
import { HASH_BYTES, TreeHasher } from '../../lib/merkle/hash';
import { edgeOf, TileWriter } from '../../lib/merkle/tile-writer';

/** Events between two checkpoints at most. */
export const CHECKPOINT_EVENTS_MAX = 1000;
/** Events of one transaction at most; a multiple of the above. */
export const STEP_EVENTS = 8000;
/** Hashed without letting anything else have its turn. */
const SLICE_EVENTS = 256;

export interface TreeWriterOptions {
	/** Acts as console_worker. */
	readonly sql: SqlClient;
	/** Read anew at each step, so that a rotated key counts without a restart. */
	readonly signers: () => readonly DatedSigner[];
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

/** Extends the trees of zones, each step a transaction of its own on a connection of its own. */
export class TreeAdvancer {
	private readonly writer: OneConnection;
	private readonly hasher = new TreeHasher(nodePrimitives);
	private readonly headed = new Set<number>();

	constructor(private readonly options: TreeWriterOptions) {
		this.writer = new OneConnection(options.sql);
	}

	/**
	 * Takes the next events of a zone into its tree, up to the ledger's last, and signs a checkpoint after every
	 * CHECKPOINT_EVENTS_MAX of them and after the last.
	 * @returns events taken; 0 when there are none, or when another worker is at the zone
	 */
	async advance(zone: TreeBehind): Promise<number> {
		const { sql, signers, now } = this.options;
		const { zoneNo } = zone;
		if (!this.headed.has(zoneNo)) await ensureTreeHead(sql, zoneNo);
		this.headed.add(zoneNo);
		let events = 0;
		await this.writer.transaction(async (pg) => {
			const size = await beginUnderTree(pg(), zoneNo);
			if (size !== null && size < zone.ledgerSeq) {
				const end = Math.min(zone.ledgerSeq, size + STEP_EVENTS);
				const [contents, edges] = await Promise.all([
					contentHashes(pg(), zoneNo, size + 1, end),
					tilesAt(
						pg(),
						zoneNo,
						edgeOf(size).filter(({ width }) => width > 0),
					),
				]);
				const partial = edges.map((hashes) => {
					if (hashes === undefined) throw new Error(`a tile of the tree of zone number ${zoneNo} is missing`);
					return hashes;
				});
				const tree = TileWriter.at(this.hasher, size, partial);
				const atMs = now();
				const signing = signersAt(signers(), Math.floor(atMs / 1000));
				const checkpoints: NewCheckpoint[] = [];
				for (let at = size; at < end; at++) {
					tree.append(this.hasher.leaf(contents.subarray((at - size) * HASH_BYTES, (at - size + 1) * HASH_BYTES)));
					const isDue = at + 1 === end || (at + 1) % CHECKPOINT_EVENTS_MAX === 0;
					if (isDue && signing.length > 0) {
						const root = Frontier.of(this.hasher, at + 1, tree.frontier()).root();
						const origin = originOf(nodePrimitives, signing[0]?.key.name ?? '', zone.zoneId);
						const text = formatCheckpoint({ origin, size: at + 1, root, extensions: [] });
						checkpoints.push({ size: at + 1, root, note: await signNote(text, signing, Math.floor(atMs / 1000)), signedAtMs: atMs });
					}
					if ((at + 1) % SLICE_EVENTS === 0) await new Promise((resolve) => setImmediate(resolve));
				}
				await writeTiles(pg(), zoneNo, tree.take());
				await moveTree(pg(), zoneNo, end, checkpoints);
				events = end - size;
			}
			await pg()`commit`;
		});
		return events;
	}

	close(): Promise<void> {
		return this.writer.close();
	}
}
