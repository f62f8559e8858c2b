import 'server-only';
import { findView, deleteView as removeView } from '../../../db/queries/views';
import type { Context } from '../access';
import { database } from '../database';
import { noView, ownerId, requireChange, viewReader } from './shape';

/**
 * Deletes a view, for everybody it was shared with.
 * @throws AppError not_found, forbidden
 */
export async function deleteView({ ctx, input }: { ctx: Context; input: { readonly viewId: string } }): Promise<null> {
	const reader = viewReader(ctx);
	ownerId(ctx);
	await database().transaction(async (transaction) => {
		const view = await findView(transaction, reader, Number(input.viewId));
		if (view === null) throw noView(input.viewId);
		requireChange(ctx, view);
		await removeView(transaction, view.viewId);
	});
	return null;
}
