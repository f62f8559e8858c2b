import 'server-only';
import { findView, markView, updateView as storeView } from '../../../db/queries/views';
import type { View, ViewChange } from '../../api/views';
import type { Context } from '../access';
import { database } from '../database';
import { askedZones } from '../zones';
import { noView, ownerId, requireChange, viewReader, viewShape } from './shape';

/**
 * Changes what is given: what others see of it, by its owner or an admin of its zone; star and default by anyone, for themselves.
 * @throws AppError not_found, forbidden
 */
export async function updateView({
	ctx,
	input,
}: {
	ctx: Context;
	input: { readonly viewId: string; readonly change: ViewChange };
}): Promise<View> {
	const reader = viewReader(ctx);
	const userId = ownerId(ctx);
	const viewId = Number(input.viewId);
	const { name, address, zone_id: zoneId, starred, is_default: isDefault } = input.change;
	if (zoneId !== undefined && zoneId !== null) await askedZones(ctx, [zoneId]);
	const row = await database().transaction(async (transaction) => {
		const view = await findView(transaction, reader, viewId);
		if (view === null) throw noView(input.viewId);
		if (name !== undefined || address !== undefined || zoneId !== undefined) {
			requireChange(ctx, view);
			await storeView(transaction, viewId, { name, address, zoneId });
		}
		await markView(transaction, userId, viewId, { starred, isDefault });
		// an admin who ends the sharing of somebody's view sees it for the last time
		return (
			(await findView(transaction, reader, viewId)) ?? { ...view, name: name ?? view.name, address: address ?? view.address, zoneId: null }
		);
	});
	return viewShape(ctx, row);
}
