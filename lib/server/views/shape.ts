import 'server-only';
import type { ViewReader, ViewRow } from '../../../db/queries/views';
import { covers } from '../../access/covers';
import type { View } from '../../api/views';
import { AppError } from '../../errors';
import { formatMicros } from '../../time';
import type { Context } from '../access';

/** Whose views the asker sees: the own ones, and those shared in zones they may read. */
export function viewReader(ctx: Context): ViewReader {
	const scope = ctx.require('evidence.read');
	return { userId: ctx.actor.kind === 'user' ? ctx.actor.id : null, zoneIds: scope.kind === 'all' ? null : scope.zoneIds };
}

/**
 * The account that asks.
 * @throws AppError forbidden for a token
 */
export function ownerId(ctx: Context): number {
	if (ctx.actor.kind === 'user') return ctx.actor.id;
	throw new AppError('forbidden', 'A token has no saved views of its own.', 'Sign in with an account to save or change one.');
}

/** Whether the asker may change what others see of a view. */
export function mayChange(ctx: Context, view: ViewRow): boolean {
	if (ctx.actor.kind !== 'user') return false;
	return (
		view.ownerUserId === ctx.actor.id || (view.zoneId !== null && covers(ctx.actor.memberships, { zoneId: view.zoneId, role: 'admin' }))
	);
}

/** @throws AppError forbidden */
export function requireChange(ctx: Context, view: ViewRow): void {
	if (!mayChange(ctx, view))
		throw new AppError('forbidden', `The view “${view.name}” belongs to ${view.ownerName}.`, 'Save one of your own, or ask its owner.');
}

/** The answer about a view that is not there, and about one that is not theirs to see: the same for both. */
export function noView(viewId: string): AppError {
	return new AppError('not_found', `There is no view ${viewId}, or it is not shared with you.`, 'Look it up in the list of views.');
}

/** A view as the asker sees it. */
export function viewShape(ctx: Context, view: ViewRow): View {
	return {
		id: view.viewId,
		name: view.name,
		address: view.address,
		zone_id: view.zoneId,
		owner: view.ownerName,
		mine: ctx.actor.kind === 'user' && view.ownerUserId === ctx.actor.id,
		changeable: mayChange(ctx, view),
		starred: view.starred,
		is_default: view.isDefault,
		created_at: formatMicros(view.createdAt),
		updated_at: formatMicros(view.updatedAt),
	};
}
