import 'server-only';
import type { AuthorityPaths } from '../../api/authority';
import { idOf } from '../../authority/bounds';
import { pathsTo, reachesResource } from '../../authority/paths';
import type { Context } from '../access';
import { readMoment } from './moment';
import { recordAuthorityOpened } from './recorded';
import { edgeMap, sessionMap } from './standing-rows';

interface PathsQuery {
	readonly from: string;
	readonly resource: string;
	readonly at?: string | undefined;
	readonly strike_edge: readonly string[];
	readonly strike_session: readonly string[];
}

/** How a session reaches a resource. @throws AppError forbidden, not_found, unavailable */
export async function authorityPaths({
	ctx,
	zoneId,
	query,
	signal,
}: {
	readonly ctx: Context;
	readonly zoneId: string;
	readonly query: PathsQuery;
	readonly signal?: AbortSignal;
}): Promise<AuthorityPaths> {
	const [from, resource] = [idOf(query.from), idOf(query.resource)];
	const struck = { strikeEdges: query.strike_edge, strikeSessions: query.strike_session };
	const answer = await readMoment({ ctx, zoneId, at: query.at, ...struck, signal }, (moment) =>
		moment.ask((standing) => {
			const paths = pathsTo(standing, from, reachesResource(standing, resource));
			return {
				...{ from, resource, paths },
				sessions: sessionMap(standing, new Set([from, ...paths.paths.flatMap(({ sessions }) => sessions)])),
				edges: edgeMap(standing, new Set(paths.paths.flatMap(({ edges }) => edges))),
			};
		}),
	);
	await recordAuthorityOpened(ctx, zoneId, 'paths', `${from} ${resource}`, query);
	return answer;
}
