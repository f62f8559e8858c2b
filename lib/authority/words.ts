import { formatMillis, plural } from '../events/amounts';
import { id as idWord, listed, type Segment, say, strong } from '../events/words';
import type { BlastRadius } from './blast';
import { knownScopes, type Narrowing } from './edge-scopes';
import type { EffectiveAuthority } from './effective';
import type { Paths } from './paths';
import type { EdgeRow, RevocationRow, SessionRow } from './rows';
import { isOver, type Standing } from './standing';

/** What a session is called in a sentence: the name or id of its application. */
export function appWord(row: Readonly<SessionRow> | null): Segment {
	const name = row?.appName?.value ?? row?.app?.value ?? '';
	return name === '' ? { text: 'an application that is not named', kind: 'plain' } : strong(name);
}

function standingWords({ state, since, known, reason }: Standing, at: number): Segment[] {
	const when = since === null ? '' : ` ${formatMillis((at - since) / 1000)} before this moment`;
	const why = reason === '' ? [] : say` (${strong(reason)})`;
	const how = known === 'computed' ? ', as Caracal computes it: no event names it' : '';
	if (state === 'alive') return say`is active`;
	if (state === 'suspended') return say`is suspended${why}`;
	if (state === 'unborn') return say`had not begun at this moment`;
	if (state === 'unknown') return say`is not known: nothing on record says how it stood`;
	return say`${state === 'ended' ? 'ended' : `was ${state}`}${when}${why}${how}`;
}

/** A session in words: how it stands, what it can do, and through whom. */
export function sessionWords(row: Readonly<SessionRow> | null, standing: Standing, effective: EffectiveAuthority, at: number): Segment[] {
	const head = say`${appWord(row)} ${standingWords(standing, at)}.`;
	if (standing.state === 'unknown' || standing.state === 'unborn') return head;
	const held = effective.scopes.filter(({ state }) => state === 'holds').length;
	const possible = effective.scopes.filter(({ state }) => state === 'possible').length;
	const lost = effective.scopes.filter(({ state }) => state === 'lost').length;
	if (effective.isRoot)
		return say`${head} Nobody delegated to it: it acts on its application's own authority, whose scopes are not on record.`;
	if (isOver(standing)) return say`${head} It can do nothing now; ${plural(effective.scopes.length, 'scope')} had come to it.`;
	const parts = [
		held > 0 ? `${plural(held, 'scope')} ${held === 1 ? 'comes' : 'come'} to it by delegation` : '',
		possible > 0 ? `${plural(possible, 'scope')} may, as far as the record tells` : '',
		lost > 0 ? `${plural(lost, 'scope')} no longer ${lost === 1 ? 'does' : 'do'}` : '',
	].filter((part) => part !== '');
	return parts.length === 0 ? say`${head} No scope of it is on record.` : say`${head} ${parts.join('; ')}.`;
}

/** A delegation in words: from whom to whom, how much of what is above it, and how it stands. */
export function edgeWords(
	row: Readonly<EdgeRow>,
	ends: { readonly source: Readonly<SessionRow> | null; readonly target: Readonly<SessionRow> | null },
	standing: Standing,
	narrowing: Narrowing | null,
	at: number,
): Segment[] {
	const scopes = knownScopes(row);
	const count = row.scopesWhole === null ? `at least ${plural(scopes.length, 'scope')}` : plural(scopes.length, 'scope');
	const what = scopes.length === 0 ? 'scopes that are not on record' : count;
	const dropped = narrowing?.dropped ?? [];
	const less = dropped.length === 0 ? [] : say`, without ${listed(dropped, strong)}`;
	const resource = row.resource === null ? [] : say` for ${strong(row.resource.value)}`;
	return say`${appWord(ends.source)} delegates ${what}${resource} to ${appWord(ends.target)}${less}. The delegation ${standingWords(standing, at)}.`;
}

/** How many ways lead to a resource, and which delegation cuts them. */
export function pathsWords({ paths, count, cuts, isCut }: Paths, resource: string): Segment[] {
	if (paths.length === 0)
		return say`On record, no way leads from here to ${strong(resource)}${isCut ? ', as far as could be searched' : ''}.`;
	if (paths[0]?.edges.length === 0) return say`It uses ${strong(resource)} itself, without a delegation.`;
	const ways = count === '1' ? 'One shortest way leads' : `${count} shortest ways lead`;
	const cut = cuts.length === 0 ? say`no single delegation would cut it off` : say`cut ${listed(cuts, idWord)} and it is lost`;
	return say`${ways} to ${strong(resource)}, over ${plural(paths[0]?.edges.length ?? 0, 'delegation')}; ${cut}.`;
}

/** What would fall, and what goes on. */
export function blastWords({ edges, sessions, applications, survivors, survivorsLeftOut, isCut }: BlastRadius): Segment[] {
	const least = isCut ? 'at least ' : '';
	const kept = survivors.length + survivorsLeftOut;
	const goOn =
		kept === 0 ? '' : ` ${plural(kept, 'session')} lose${kept === 1 ? 's' : ''} a delegation and go${kept === 1 ? 'es' : ''} on.`;
	return say`${least}${plural(edges, 'delegation')} and ${plural(sessions, 'session')} of ${plural(applications.length, 'application')} would fall.${goOn}`;
}

/** What was revoked, in words. @param ends of a delegation, where they are known */
export function revocationWords(
	{ kind, id, reason, edges }: RevocationRow,
	ends?: { readonly source: Readonly<SessionRow> | null; readonly target: Readonly<SessionRow> | null },
): Segment[] {
	const why = reason === '' ? [] : say` (${strong(reason)})`;
	if (kind === 'expiry') return say`${plural(edges.length, 'delegation')} expired${why}`;
	const what = { delegation: 'Delegation', session: 'Session', record: 'Authority record', grant: 'Grant', subject: 'All authority of' }[
		kind
	];
	const between = ends === undefined ? [] : say` from ${appWord(ends.source)} to ${appWord(ends.target)}`;
	return say`${what} ${idWord(id)}${between} was revoked${why}`;
}
