import 'server-only';
import type { AuthorityEdge } from '../../api/authority';
import { idOf } from '../../authority/bounds';
import { narrowingOf } from '../../authority/edge-scopes';
import { AppError } from '../../errors';
import { quoteValue } from '../../query/quote';
import type { Context } from '../access';
import { zoneOf } from '../events/get';
import { readMoment } from './moment';
import { recordAuthorityOpened } from './recorded';
import { standingEdges, standingSession } from './standing-rows';

const ABOVE_MAX = 500;

/** A delegation: how it stands, and how it is narrower than what is above it. @throws AppError forbidden, not_found, unavailable */
export async function authorityEdge({
	ctx,
	zoneId,
	id,
	at,
	signal,
}: {
	readonly ctx: Context;
	readonly zoneId: string;
	readonly id: string;
	readonly at?: string | undefined;
	readonly signal?: AbortSignal;
}): Promise<AuthorityEdge> {
	const edge = idOf(id);
	// also when there is nothing to be seen
	await recordAuthorityOpened(ctx, (await zoneOf(ctx, zoneId)).zoneId, 'delegation', edge, { at });
	return readMoment({ ctx, zoneId, at, withEnded: true, signal }, async (moment) => {
		const found = await moment.ask((standing) => {
			const row = standing.graph.edge(edge);
			if (row === undefined) return null;
			const above = row.source === null ? [] : standing.graph.edgesIn(row.source.value);
			return {
				...{ edge: row, standing: standing.edge(edge) },
				source: standingSession(standing, row.source?.value),
				target: standingSession(standing, row.target?.value),
				above: standingEdges(standing, above, ABOVE_MAX),
				narrowing: narrowingOf(row, above),
				query: `edge:${quoteValue(edge)}`,
			};
		});
		if (found === null)
			throw new AppError(
				'not_found',
				'No event of this zone names that delegation.',
				'Check its ID, or search for it: it may belong to another zone.',
			);
		return found;
	});
}
