import { NODES_ASKED_MAX } from '@/lib/authority/nodes-max';
import type { AuthorityState, Named } from '@/lib/url/authority';
import { formatInstant } from '@/lib/url/range';

/** Parameter of the graph for each kind of focus. */
const FOCUS_PARAMETER = {
	session: 'session',
	application: 'app',
	edge: 'edge',
	resource: 'resource',
	subject: 'subject',
	label: 'label',
} as const;

type Strikes = readonly Named<'session' | 'edge'>[];

function base(zone: string): string {
	return `/v1/zones/${encodeURIComponent(zone.toWellFormed())}/authority`;
}

function withMoment(at: bigint | null, struck: Strikes = []): URLSearchParams {
	const query = new URLSearchParams();
	if (at !== null) query.set('at', formatInstant(at));
	for (const { kind, id } of struck) query.append(kind === 'edge' ? 'strike_edge' : 'strike_session', id);
	return query;
}

const joined = (path: string, query: URLSearchParams) => (query.size === 0 ? path : `${path}?${query}`);

/** Where the graph of a state is read. @param struck what is left out of it */
export function graphPath(zone: string, state: AuthorityState, struck: Strikes): string {
	return joined(`${base(zone)}/graph`, graphQuery(state, struck));
}

function graphQuery(state: AuthorityState, struck: Strikes): URLSearchParams {
	const query = withMoment(state.at, struck);
	if (state.focus !== null) query.set(FOCUS_PARAMETER[state.focus.kind], state.focus.id);
	query.set('depth', String(state.depth));
	if (state.withPast) query.set('ended', '1');
	if (state.withMany) query.set('limit', String(NODES_ASKED_MAX));
	return query;
}

/** Where the same graph is taken out as a table. */
export function exportPath(zone: string, state: AuthorityState, format: 'csv' | 'ndjson'): string {
	const query = graphQuery(state, state.struck);
	query.set('format', format);
	return joined(`${base(zone)}/export`, query);
}

export function searchPath(zone: string, q: string): string {
	return joined(`${base(zone)}/search`, new URLSearchParams({ q }));
}

export function sessionPath(zone: string, id: string, at: bigint | null, struck: Strikes): string {
	return joined(`${base(zone)}/sessions/${encodeURIComponent(id.toWellFormed())}`, withMoment(at, struck));
}

export function edgePath(zone: string, id: string, at: bigint | null): string {
	return joined(`${base(zone)}/edges/${encodeURIComponent(id.toWellFormed())}`, withMoment(at));
}

export function pathsPath(zone: string, from: string, resource: string, at: bigint | null, struck: Strikes): string {
	const query = withMoment(at, struck);
	query.set('from', from);
	query.set('resource', resource);
	return joined(`${base(zone)}/paths`, query);
}

export function impactPath(zone: string, { kind, id }: Named<'session' | 'edge'>, at: bigint | null): string {
	const query = withMoment(at);
	query.set(kind, id);
	return joined(`${base(zone)}/impact`, query);
}

export function revocationsPath(zone: string, before: string | null): string {
	return joined(`${base(zone)}/revocations`, new URLSearchParams(before === null ? {} : { before }));
}

export function revocationPath(zone: string, seq: number): string {
	return `${base(zone)}/revocations/${seq}`;
}
