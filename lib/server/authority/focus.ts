import 'server-only';
import { sessionsPresenting } from '../../../db/queries/authority/around';
import { newestSessions, recordsOfSubject, sessionsOfApps, sessionsWith } from '../../../db/queries/authority/find';
import type { GraphQuery } from '../../api/authority-operations';
import { idOf } from '../../authority/bounds';
import type { SessionRow } from '../../authority/rows';
import type { Moment } from './moment';

/** Sessions a graph begins with at most, and of one name. */
const FOCUS_MAX = 200;
const PER_NAME_MAX = 50;
/** Without a name: few enough to be looked at. */
const NEWEST_MAX = 30;

const ids = (rows: readonly SessionRow[]) => rows.map(({ id }) => id);

export interface Focus {
	readonly sessions: readonly string[];
	readonly more: boolean;
}

/** The sessions that a query names, by whatever it names them. */
export async function focusOf(moment: Moment, query: GraphQuery): Promise<Focus> {
	const { reader, zone, at } = moment;
	const found: string[] = query.session.map(idOf);
	let more = false;
	const add = (list: readonly string[]) => {
		more ||= list.length > PER_NAME_MAX;
		found.push(...list.slice(0, PER_NAME_MAX));
	};
	const max = PER_NAME_MAX + 1;
	const ends = await moment.graph.ask((graph) =>
		query.edge.flatMap((edge) => {
			const row = graph.edge(idOf(edge));
			return [row?.source?.value, row?.target?.value].filter((id) => id !== undefined);
		}),
	);
	found.push(...ends);
	for (const app of query.app) add(ids(await sessionsOfApps(reader, zone, [idOf(app)], max)));
	for (const resource of query.resource) add(ids(await sessionsWith(reader, zone, 'resource', idOf(resource), max)));
	for (const label of query.label) add(ids(await sessionsWith(reader, zone, 'label', idOf(label), max)));
	for (const subject of query.subject) {
		const records = await recordsOfSubject(reader, zone, idOf(subject), max);
		add(await sessionsPresenting(reader, zone, records, max));
	}
	const isNamed = [query.session, query.edge, query.app, query.resource, query.label, query.subject].some((list) => list.length > 0);
	if (!isNamed) {
		const newest = await newestSessions(reader, zone, at, NEWEST_MAX + 1);
		more = newest.length > NEWEST_MAX;
		found.push(...ids(newest.slice(0, NEWEST_MAX)));
	}
	const sessions = [...new Set(found)];
	return { sessions: sessions.slice(0, FOCUS_MAX), more: more || sessions.length > FOCUS_MAX };
}

/** What a query is about, in one text: for the record. */
export function focusText(query: GraphQuery): string {
	const named = [query.session, query.edge, query.app, query.resource, query.label, query.subject].flat();
	return named.slice(0, 3).join(' ') + (named.length > 3 ? ` and ${named.length - 3} more` : '');
}
