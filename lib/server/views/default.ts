import 'server-only';
import { listViews as readViews } from '../../../db/queries/views';
import type { Context } from '../access';
import { database } from '../database';
import { viewReader } from './shape';

/** Starred ones and the default stand within the first of the list's thousand. */
const VIEWS_MAX = 1000;

/** The address of the view that the asker's search opens with, or null. One that is no longer shared with them is none. */
export async function defaultAddress({ ctx }: { ctx: Context }): Promise<string | null> {
	if (ctx.actor.kind !== 'user') return null;
	const rows = await readViews(database(), viewReader(ctx), VIEWS_MAX);
	return rows.find((row) => row.isDefault)?.address ?? null;
}
