import type { FieldName } from '../../query/field-names';
import { byOccurrence, type Reading } from '../reading';
import type { Compared } from './moment';

/** Why a request was chosen to compare with. */
export type BaselineMatch = 'resource and scopes' | 'resource' | 'session' | 'scopes';

/** One question to the ledger for the latest allowed exchange before a moment: all of the terms hold. */
export interface BaselineLookup {
	readonly match: BaselineMatch;
	readonly zone: string;
	/** Field names of the search language, each with one value that must occur. */
	readonly terms: readonly (readonly [field: FieldName, value: string])[];
	/** Exclusive. */
	readonly before: bigint;
	readonly rowsMax: number;
}

/** Candidates read for one question. */
export const CANDIDATES_MAX = 20;

/**
 * What to ask for the latest allowed request to compare with, in this order, until one answers: the same application and resource
 * with the same scopes, then with any; then the same session; then the same scopes.
 */
export function baselineLookups({ exchange }: Compared): BaselineLookup[] {
	const { app, resource, scopes, session, event } = exchange;
	const allowed: (readonly [FieldName, string])[] = [
		['type', 'token_exchange'],
		['decision', 'allow'],
	];
	const ask = (match: BaselineMatch, ...terms: (readonly [FieldName, string])[]): BaselineLookup[] =>
		terms.length === 0 || terms.some(([, value]) => value === '')
			? []
			: [{ match, zone: event.zone, terms: [...allowed, ...terms], before: exchange.placedAt, rowsMax: CANDIDATES_MAX }];
	const wanted = [...new Set(scopes)].slice(0, 10).map((scope) => ['scope', scope] as const);
	return [
		...(wanted.length > 0 ? ask('resource and scopes', ['app', app], ['resource', resource], ...wanted) : []),
		...ask('resource', ['app', app], ['resource', resource]),
		...ask('session', ['session', session]),
		...ask('scopes', ...wanted),
	];
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
	const [x, y] = [new Set(a), new Set(b)];
	return x.size === y.size && [...x].every((item) => y.has(item));
}

/** How well a candidate fits; higher is better, null is no fit at all. */
function closeness(candidate: Reading, { exchange }: Compared): { match: BaselineMatch; rank: number } | null {
	const isResource = candidate.app === exchange.app && candidate.app !== '' && candidate.resource === exchange.resource;
	const isSession = exchange.session !== '' && candidate.session === exchange.session;
	const isScopes = exchange.scopes.length > 0 && sameSet(candidate.scopes, exchange.scopes);
	if (isResource && isScopes) return { match: 'resource and scopes', rank: isSession ? 5 : 4 };
	if (isResource) return { match: 'resource', rank: isSession ? 3 : 2 };
	if (isSession) return { match: 'session', rank: 1 };
	return isScopes ? { match: 'scopes', rank: 0 } : null;
}

/** The best request to compare with among any events: the closest in kind, and of those the latest before. Null: there is none. */
export function pickBaseline(compared: Compared, candidates: readonly Reading[]): { reading: Reading; match: BaselineMatch } | null {
	const at = compared.exchange.placedAt;
	let best: { reading: Reading; match: BaselineMatch; rank: number } | null = null;
	for (const reading of candidates) {
		const { event } = reading;
		if (event.zone !== compared.exchange.event.zone || event.eventType !== 'token_exchange' || event.decision !== 'allow') continue;
		if (reading.needsApproval || event.requestId === compared.exchange.event.requestId || reading.placedAt >= at) continue;
		const found = closeness(reading, compared);
		if (found === null) continue;
		if (best === null || found.rank > best.rank || (found.rank === best.rank && byOccurrence(reading, best.reading) > 0))
			best = { reading, ...found };
	}
	return best === null ? null : { reading: best.reading, match: best.match };
}
