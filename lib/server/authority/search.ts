import 'server-only';
import { sessionsPresenting } from '../../../db/queries/authority/around';
import { edgesBeginning, recordsOfSubject, sessionsBeginning, sessionsOfApps, sessionsWith } from '../../../db/queries/authority/find';
import type { AuthorityHit, AuthoritySearch } from '../../api/authority';
import { idOf } from '../../authority/bounds';
import type { SessionRow } from '../../authority/rows';
import type { Context } from '../access';
import { masked } from './masked';
import { type Moment, readMoment } from './moment';
import { recordAuthorityOpened } from './recorded';

/** Sessions of one hit. */
const SESSIONS_MAX = 50;

const lastOf = (rows: readonly SessionRow[]) => (rows.length === 0 ? null : Math.max(...rows.map(({ lastAt }) => lastAt)));

/** A hit that stands for several sessions; none without any. */
function group(kind: AuthorityHit['kind'], id: string, rows: readonly SessionRow[]): AuthorityHit[] {
	if (rows.length === 0) return [];
	return [
		{
			...{ kind, id, name: kind === 'application' ? (rows.find(({ appName }) => appName !== null)?.appName?.value ?? '') : '' },
			sessions: rows.slice(0, SESSIONS_MAX).map((row) => row.id),
			more: rows.length > SESSIONS_MAX,
			lastAt: lastOf(rows),
			state: null,
		},
	];
}

/** Sessions of applications so called, by application. */
function byApplication(rows: readonly SessionRow[]): AuthorityHit[] {
	const apps = new Map<string, SessionRow[]>();
	for (const row of rows) if (row.app !== null) apps.set(row.app.value, [...(apps.get(row.app.value) ?? []), row]);
	return [...apps].flatMap(([app, list]) => group('application', app, list));
}

async function hitsOf(moment: Moment, text: string, limit: number): Promise<AuthorityHit[]> {
	const { reader, zone } = moment;
	const max = SESSIONS_MAX + 1;
	const [sessions, edges, ofApp, ofName, ofResource, ofLabel, records] = await Promise.all([
		sessionsBeginning(reader, zone, text, limit),
		edgesBeginning(reader, zone, text, limit),
		sessionsOfApps(reader, zone, [text], max),
		sessionsWith(reader, zone, 'name', text, max),
		sessionsWith(reader, zone, 'resource', text, max),
		sessionsWith(reader, zone, 'label', text, max),
		recordsOfSubject(reader, zone, text, max),
	]);
	const presenting = records.length === 0 ? [] : await sessionsPresenting(reader, zone, records, max);
	const single = await moment.ask((standing) => ({
		sessions: sessions.map(({ id }) => standing.session(id).state),
		edges: edges.map(({ id }) => standing.edge(id).state),
		subject: presenting.flatMap((id) => standing.graph.session(id) ?? []),
	}));
	const named = ofName.filter((row) => row.app?.value !== text);
	return [
		...group('application', text, ofApp),
		...byApplication(named),
		...group('subject', text, single.subject),
		...group('resource', text, ofResource),
		...group('label', text, ofLabel),
		...sessions.map(
			(row, i): AuthorityHit => ({
				...{ kind: 'session', id: row.id, name: row.appName?.value ?? row.app?.value ?? '', sessions: [row.id], more: false },
				...{ lastAt: row.lastAt, state: single.sessions[i] ?? null },
			}),
		),
		...edges.map(
			(row, i): AuthorityHit => ({
				...{ kind: 'edge', id: row.id, name: '', more: false, lastAt: row.lastAt, state: single.edges[i] ?? null },
				sessions: [row.source?.value, row.target?.value].filter((id) => id !== undefined),
			}),
		),
	].slice(0, limit);
}

/** Where to begin looking, by a text. @throws AppError forbidden, not_found, unavailable */
export async function searchAuthority({
	ctx,
	zoneId,
	query,
	signal,
}: {
	ctx: Context;
	zoneId: string;
	query: { readonly q: string; readonly limit: number };
	signal?: AbortSignal;
}): Promise<AuthoritySearch> {
	const text = idOf(query.q.trim());
	const found = await readMoment({ ctx, zoneId, signal }, async (moment) => ({
		hits: text === '' ? [] : await hitsOf(moment, text, query.limit),
	}));
	await recordAuthorityOpened(ctx, zoneId, 'search', '', query);
	return { zone: found.zone, q: masked(query.q), hits: found.hits };
}
