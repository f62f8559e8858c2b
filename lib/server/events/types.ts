import 'server-only';
import { valuesOf } from '../../../db/queries/terms';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { readVisible } from '../evidence';

/** Types offered at most: it is an open set that producers fill. */
const TYPES_MAX = 200;

/** Every event type the asker's zones have ever had, those without words included. */
export async function seenTypes({ ctx }: { ctx: Context }): Promise<string[]> {
	const types = await readVisible(ctx, (reader, zones) =>
		valuesOf(
			reader,
			zones.map((zone) => zone.zoneNo),
			'eventType',
			TYPES_MAX,
		),
	);
	return types.map(redactText);
}
