import 'server-only';
import { listViews as readViews } from '../../../db/queries/views';
import type { View } from '../../api/views';
import type { Context } from '../access';
import { database } from '../database';
import { viewReader, viewShape } from './shape';

const VIEWS_MAX = 1000;

/** The own views and those shared in zones the asker may read. */
export async function listViews({ ctx }: { ctx: Context }): Promise<{ views: View[]; more: boolean }> {
	const rows = await readViews(database(), viewReader(ctx), VIEWS_MAX + 1);
	return { views: rows.slice(0, VIEWS_MAX).map((row) => viewShape(ctx, row)), more: rows.length > VIEWS_MAX };
}
