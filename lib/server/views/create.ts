import 'server-only';
import { countOwnViews, findView, insertView, markView } from '../../../db/queries/views';
import type { NewView, View } from '../../api/views';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { database } from '../database';
import { askedZones } from '../zones';
import { ownerId, viewReader, viewShape } from './shape';

/** Views one account may save. */
const OWN_VIEWS_MAX = 200;

/**
 * Saves a search under a name.
 * @throws AppError forbidden for a zone the asker may not read, conflict when they have saved too many
 */
export async function createView({ ctx, input }: { ctx: Context; input: NewView }): Promise<View> {
	const reader = viewReader(ctx);
	const ownerUserId = ownerId(ctx);
	const { name, address, zone_id: zoneId, starred, is_default: isDefault } = input;
	if (zoneId !== null) await askedZones(ctx, [zoneId]);
	const row = await database().transaction(async (transaction) => {
		if ((await countOwnViews(transaction, ownerUserId)) >= OWN_VIEWS_MAX)
			throw new AppError('conflict', `You have saved ${OWN_VIEWS_MAX} views already.`, 'Delete one you no longer need.');
		const viewId = await insertView(transaction, { ownerUserId, zoneId, name, address });
		if (starred || isDefault) await markView(transaction, ownerUserId, viewId, { starred, isDefault });
		return findView(transaction, reader, viewId);
	});
	if (row === null) throw new Error('a saved view is not there');
	return viewShape(ctx, row);
}
