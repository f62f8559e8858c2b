import 'server-only';
import { checkpointOf, checkpointsOf, tilesOf } from '../../../db/queries/integrity/checkpoints';
import type { CheckpointShape, Consistency } from '../../api/integrity';
import { nodePrimitives } from '../../chain/node-primitives';
import { AppError } from '../../errors';
import { TreeHasher } from '../../merkle/hash';
import { consistencyProof } from '../../merkle/proof';
import { toHex } from '../../primitives/text';
import type { Context } from '../access';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { checkpointShape } from './shape';

const hasher = new TreeHasher(nodePrimitives);

interface Page {
	readonly before?: string | undefined;
	readonly limit: number;
}

/** Checkpoints of a zone, newest first. */
export async function listCheckpoints({
	ctx,
	zoneId,
	page,
}: {
	ctx: Context;
	zoneId: string;
	page: Page;
}): Promise<{ checkpoints: CheckpointShape[]; next: string | null }> {
	const zone = await zoneOf(ctx, zoneId);
	const rows = await readZones([zone], (reader) => checkpointsOf(reader, zone.zoneNo, page.before ?? null, page.limit + 1));
	const shown = rows.slice(0, page.limit);
	const last = shown.at(-1);
	return { checkpoints: shown.map(checkpointShape), next: rows.length > shown.length && last !== undefined ? String(last.size) : null };
}

/**
 * Proves that the tree of one checkpoint begins with that of another.
 * @throws AppError invalid_input when they stand the wrong way round, not_found for a size without a checkpoint
 */
export async function proveConsistency({
	ctx,
	zoneId,
	sizes,
}: {
	ctx: Context;
	zoneId: string;
	sizes: { readonly first: number; readonly second: number };
}): Promise<Consistency> {
	const zone = await zoneOf(ctx, zoneId);
	if (sizes.first > sizes.second)
		throw new AppError('invalid_input', 'The first checkpoint is larger than the second.', 'Exchange them and ask again.');
	return readZones([zone], async (reader) => {
		const [first, second] = await Promise.all([
			checkpointOf(reader, zone.zoneNo, sizes.first),
			checkpointOf(reader, zone.zoneNo, sizes.second),
		]);
		if (first === null || second === null)
			throw new AppError(
				'not_found',
				`There is no checkpoint over ${first === null ? sizes.first : sizes.second} events.`,
				'Take two from the list of checkpoints.',
			);
		const proof = await consistencyProof(hasher, tilesOf(reader, zone.zoneNo), sizes.first, sizes.second);
		return { zone: zoneId, first: checkpointShape(first), second: checkpointShape(second), proof: proof.map(toHex) };
	});
}
