import 'server-only';
import type { AuthoritySession } from '../../api/authority';
import { idOf } from '../../authority/bounds';
import { effectiveAuthority } from '../../authority/effective';
import type { StandingAt } from '../../authority/standing';
import { quoteValue } from '../../query/quote';
import type { Context } from '../access';
import { readMoment } from './moment';
import { recordAuthorityOpened } from './recorded';
import { standingEdges, standingSession } from './standing-rows';

const EDGES_MAX = 500;
const CHILDREN_MAX = 200;
const PARENTS_MAX = 64;

function parentsOf(standing: StandingAt, id: string): string[] {
	const above: string[] = [];
	let parent = standing.graph.session(id)?.parent?.value;
	while (parent !== undefined && above.length < PARENTS_MAX && parent !== id && !above.includes(parent)) {
		above.push(parent);
		parent = standing.graph.session(parent)?.parent?.value;
	}
	return above;
}

/** A session: how it stands, what it holds and gives, and what it can do. @throws AppError forbidden, not_found, unavailable */
export async function authoritySession({
	ctx,
	zoneId,
	id,
	query,
	signal,
}: {
	readonly ctx: Context;
	readonly zoneId: string;
	readonly id: string;
	readonly query: {
		readonly at?: string | undefined;
		readonly strike_edge: readonly string[];
		readonly strike_session: readonly string[];
	};
	readonly signal?: AbortSignal;
}): Promise<AuthoritySession> {
	const session = idOf(id);
	const struck = { strikeEdges: query.strike_edge, strikeSessions: query.strike_session };
	const answer = await readMoment({ ctx, zoneId, at: query.at, ...struck, withEnded: true, signal }, (moment) =>
		moment.ask((standing) => {
			const { graph } = standing;
			const row = graph.session(session) ?? null;
			const record = row?.record == null ? undefined : graph.record(row.record.value);
			return {
				...{ id: session, session: row, standing: standing.session(session), record: record ?? null },
				recordStanding: record === undefined ? null : standing.record(record),
				parents: parentsOf(standing, session).flatMap((parent) => standingSession(standing, parent) ?? []),
				children: graph
					.children(session)
					.slice(0, CHILDREN_MAX)
					.flatMap((child) => standingSession(standing, child.id) ?? []),
				held: standingEdges(standing, graph.edgesIn(session), EDGES_MAX),
				given: standingEdges(standing, graph.edgesOut(session), EDGES_MAX),
				effective: effectiveAuthority(standing, session),
				query: `session:${quoteValue(session)}`,
			};
		}),
	);
	await recordAuthorityOpened(ctx, zoneId, 'session', session, query);
	return answer;
}
