import 'server-only';
import type { AuthorityGraph } from '../../api/authority';
import type { GraphQuery } from '../../api/authority-operations';
import { narrowingOf } from '../../authority/edge-scopes';
import { neighbourhood } from '../../authority/neighbourhood';
import type { Standing } from '../../authority/standing';
import type { Context } from '../access';
import { focusOf, focusText } from './focus';
import { readMoment } from './moment';
import { recordAuthorityOpened } from './recorded';

/** With what is over; what has not begun, or is not known to have, stays away. */
const withEnded = ({ state }: Standing) => state !== 'unborn' && state !== 'unknown';

/** Who delegated to whom around what is named, without saying who looked. */
export async function graphOf({ ctx, zoneId, query, signal }: GraphInput): Promise<AuthorityGraph> {
	const isWithEnded = query.ended === '1';
	const { strike_edge: strikeEdges, strike_session: strikeSessions } = query;
	const question = { ctx, zoneId, at: query.at, strikeEdges, strikeSessions, withEnded: isWithEnded, signal };
	return readMoment(question, async (moment) => {
		const focus = await focusOf(moment, query);
		const { graph, narrowings } = await moment.ask((standing) => {
			const graph = neighbourhood(standing, {
				focus: focus.sessions,
				depth: query.depth,
				nodesMax: query.limit,
				...(isWithEnded ? { isShown: withEnded } : {}),
			});
			const narrowed = graph.edges.flatMap(({ row, source }) => {
				const narrowing = narrowingOf(row, source === '' ? [] : standing.graph.edgesIn(source));
				return narrowing === null ? [] : [[row.id, narrowing] as const];
			});
			return { graph, narrowings: Object.fromEntries(narrowed) };
		});
		return {
			...{ focus: focus.sessions, focusMore: focus.more, depth: query.depth, graph, narrowings },
			struck: { edges: strikeEdges, sessions: strikeSessions },
		};
	});
}

export interface GraphInput {
	readonly ctx: Context;
	readonly zoneId: string;
	readonly query: GraphQuery;
	readonly signal?: AbortSignal;
}

/** Who delegated to whom around what is named, at any moment. @throws AppError forbidden, not_found, unavailable */
export async function authorityGraph(input: GraphInput): Promise<AuthorityGraph> {
	const answer = await graphOf(input);
	await recordAuthorityOpened(input.ctx, input.zoneId, 'graph', focusText(input.query), input.query);
	return answer;
}
