import 'server-only';
import { zoneSeq } from '../../../db/queries/authority/find';
import { LoadedGraph, type LoadOptions } from '../../../db/queries/authority/loaded-graph';
import type { Reader } from '../../../db/queries/reader';
import type { ZoneRow } from '../../../db/queries/zones';
import { idOf } from '../../authority/bounds';
import { microsOf } from '../../authority/order';
import { StandingAt } from '../../authority/standing';
import { type Struck, without } from '../../authority/what-if';
import { formatMicros, parseRfc3339Micros } from '../../time';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { masked } from './masked';

/** Delegations of one session that are loaded; one more than lib/authority looks at, so that it knows. */
const LIST_MAX = 5_001;
const STATEMENT_MS_MAX = 8_000;

/** What a verb asks of the graph with. */
export interface Moment {
	readonly reader: Reader;
	readonly zone: ZoneRow;
	/** Microseconds since 1970. */
	readonly at: number;
	readonly now: number;
	readonly graph: LoadedGraph;
	/** Answers a question about the moment, loading what it has to see. */
	ask<T>(question: (standing: StandingAt) => T): Promise<T>;
}

export interface MomentQuestion {
	readonly ctx: Context;
	readonly zoneId: string;
	/** RFC 3339; now when not given. */
	readonly at?: string | undefined;
	readonly strikeEdges?: readonly string[];
	readonly strikeSessions?: readonly string[];
	/** What was over by the moment is wanted too. */
	readonly withEnded?: boolean;
	readonly signal?: AbortSignal | undefined;
	readonly load?: Partial<LoadOptions>;
}

/** What every answer about a moment says of it. */
export interface MomentAnswer {
	readonly zone: string;
	readonly at: string;
	readonly now: string;
	readonly isPast: boolean;
	readonly seq: number;
	readonly isCut: boolean;
}

/**
 * Reads a part of the graph as it stood at a moment, in one snapshot, masked.
 * @throws AppError forbidden, not_found, unavailable
 */
export async function readMoment<T extends object>(
	question: MomentQuestion,
	read: (moment: Moment) => Promise<T>,
): Promise<T & MomentAnswer> {
	const zone = await zoneOf(question.ctx, question.zoneId);
	const now = nowMicros();
	const at = question.at === undefined ? now : (parseRfc3339Micros(question.at) ?? now);
	const struck: Struck = {
		edges: new Set((question.strikeEdges ?? []).map(idOf)),
		sessions: new Set((question.strikeSessions ?? []).map(idOf)),
	};
	const answer = await readZones(
		[zone],
		async (reader) => {
			const seq = zoneSeq(reader, zone);
			const graph = new LoadedGraph(reader, zone, {
				overAfter: question.withEnded === true ? null : microsOf(at),
				listMax: LIST_MAX,
				...question.load,
			});
			const ask = <A>(of: (standing: StandingAt) => A) => graph.ask((loaded) => of(new StandingAt(without(loaded, struck), microsOf(at))));
			const found = await read({ reader, zone, at: microsOf(at), now: microsOf(now), graph, ask });
			return { ...found, seq: await seq, isCut: graph.isCut };
		},
		'kept',
		{ statementMsMax: STATEMENT_MS_MAX, signal: question.signal },
	);
	const times = { zone: zone.zoneId, at: formatMicros(at), now: formatMicros(now), isPast: question.at !== undefined };
	return { ...masked(answer), ...times } as T & MomentAnswer;
}
