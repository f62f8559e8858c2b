import { labelsOf } from '../../lib/authority/collapse';
import { encodeEdge, encodeRecord, encodeRevocation, encodeSession } from '../../lib/authority/encode';
import type { EdgeRow, RecordRow, RevocationRow, SessionRow } from '../../lib/authority/rows';

/** Later than any instant: what is not over. */
export const NOT_OVER = Number.MAX_SAFE_INTEGER;

/** Keys a session or delegation is found by, in the form of the column `keys`. */
export const labelKey = (label: string) => `l:${label}`;
export const resourceKey = (resource: string) => `r:${resource}`;
export const nameKey = (name: string) => `n:${name.toLowerCase()}`;

export function sessionColumns(row: Readonly<SessionRow>) {
	const name = row.appName?.value ?? '';
	return {
		id: row.id,
		parent: row.parent?.value ?? null,
		record: row.record?.value ?? null,
		app: row.app?.value ?? null,
		fromAt: (row.started ?? row.first).at,
		overAt: row.ended?.at ?? NOT_OVER,
		keys: [
			...labelsOf(row.labels?.value).map(labelKey),
			...row.resources.map(({ resource }) => resourceKey(resource)),
			...(name === '' ? [] : [nameKey(name)]),
		],
		facts: encodeSession(row),
	};
}

export function edgeColumns(row: Readonly<EdgeRow>) {
	const own = row.resource?.value;
	const resources = row.resources.map(({ resource }) => resource);
	// first seen in use after it should have expired: until then nothing can be said of it
	const expires = row.expires === null ? NOT_OVER : row.created === null ? Math.max(row.expires.value, row.first.at) : row.expires.value;
	return {
		id: row.id,
		source: row.source?.value ?? null,
		target: row.target?.value ?? null,
		fromAt: (row.created ?? row.first).at,
		overAt: Math.min(row.ended?.at ?? NOT_OVER, expires),
		keys: (own === undefined || resources.includes(own) ? resources : [own, ...resources]).map(resourceKey),
		facts: encodeEdge(row),
	};
}

export function recordColumns(row: Readonly<RecordRow>) {
	return { id: row.id, subject: row.subject?.value ?? null, facts: encodeRecord(row) };
}

export function revocationColumns(row: Readonly<RevocationRow>) {
	return { seq: row.seq, kind: row.kind, decidedAt: row.decidedAt, id: row.id, facts: encodeRevocation(row) };
}
