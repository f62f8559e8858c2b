import { parsed } from '../events/read-json';
import type { Mark, Said } from './order';
import type { EdgeRow, End, RecordRow, RevocationRow, SessionChange, SessionRow, UsedResource } from './rows';

/**
 * Rows as the projection stores them: JSON arrays in a fixed order, half as long as objects. The form is persisted: append members,
 * never move them. Zone and id stand beside it. The same row gives the same bytes.
 */

type Json<T> = readonly T[] | 0;
type SaidJson<T> = Json<T | number>;

const said = <T extends string | number>(value: Said<T> | null): SaidJson<T> =>
	value === null ? 0 : [value.value, value.rank, value.at, value.seq];
const mark = (value: Mark | null): Json<number> => (value === null ? 0 : [value.at, value.seq]);
const end = (value: End | null) =>
	value === null ? 0 : [value.at, value.seq, value.how, value.reason, value.epoch, value.affected, value.decidedAt];
const used = (list: readonly UsedResource[]) => list.flatMap(({ resource, lastAt }) => [resource, lastAt]);
const flags = ({ isTorn, isCut }: { isTorn: boolean; isCut: boolean }) => (isTorn ? 1 : 0) + (isCut ? 2 : 0);

export function encodeSession(row: Readonly<SessionRow>): string {
	return JSON.stringify([
		...[said(row.app), said(row.appName), said(row.parent), said(row.record), said(row.subjectKind), said(row.lifecycle)],
		...[said(row.depth), said(row.labels), mark(row.started), mark(row.first), row.lastAt],
		row.ended === null ? 0 : [row.ended.at, row.ended.seq, row.ended.reason],
		row.changes.map((change) => [change.at, change.seq, change.what, change.reason]),
		...[used(row.resources), row.usedAt, flags(row)],
	]);
}

export function encodeEdge(row: Readonly<EdgeRow>): string {
	return JSON.stringify([
		...[said(row.source), said(row.target), said(row.parentEdge), mark(row.created), mark(row.first), row.lastAt],
		...[end(row.ended), end(row.revoked), said(row.expires), row.scopesWhole, row.scopesUsed, row.scopesRefused],
		...[said(row.resource), said(row.constraints), used(row.resources), row.hop, said(row.epoch), row.usedAt, flags(row)],
	]);
}

export function encodeRecord(row: Readonly<RecordRow>): string {
	return JSON.stringify([said(row.subject), said(row.subjectKind), said(row.issuer), mark(row.first), row.lastAt, end(row.revoked)]);
}

export function encodeRevocation(row: Readonly<RevocationRow>): string {
	const { session, record, at, reason, epoch, affected, edges } = row;
	return JSON.stringify([session, record, at, reason, epoch, affected, edges]);
}

type Cells = readonly unknown[];

/** The form is ours and only ours: what cannot be read is a fault of storage, not of input. */
function cellsOf(facts: string): Cells {
	const cells = parsed(facts);
	if (!Array.isArray(cells)) throw new Error('a row of the authority projection cannot be read');
	return cells;
}

function readSaid<T extends string | number>(cell: unknown): Said<T> | null {
	if (!Array.isArray(cell)) return null;
	const [value, rank, at, seq] = cell as [T, number, number, number];
	return { value, rank, at, seq };
}
function readMark(cell: unknown): Mark | null {
	if (!Array.isArray(cell)) return null;
	const [at, seq] = cell as [number, number];
	return { at, seq };
}
const readFirst = (cell: unknown): Mark => readMark(cell) ?? { at: 0, seq: 0 };
function readEnd(cell: unknown): End | null {
	if (!Array.isArray(cell)) return null;
	const [at, seq, how, reason, epoch, affected, decidedAt] = cell as [
		number,
		number,
		End['how'],
		string,
		number | null,
		number | null,
		number,
	];
	return { at, seq, how, reason, epoch, affected, decidedAt };
}
function readUsed(cell: unknown): UsedResource[] {
	const list = cell as (string | number)[];
	const resources: UsedResource[] = [];
	for (let i = 0; i + 1 < list.length; i += 2) resources.push({ resource: list[i] as string, lastAt: list[i + 1] as number });
	return resources;
}

export function decodeSession(zone: string, id: string, facts: string): SessionRow {
	const [
		app,
		appName,
		parent,
		record,
		subjectKind,
		lifecycle,
		depth,
		labels,
		started,
		first,
		lastAt,
		ended,
		changes,
		resources,
		usedAt,
		bits,
	] = cellsOf(facts);
	const over = ended as [number, number, string] | 0;
	return {
		...{ zone, id, app: readSaid<string>(app), appName: readSaid<string>(appName), parent: readSaid<string>(parent) },
		...{ record: readSaid<string>(record), subjectKind: readSaid<string>(subjectKind), lifecycle: readSaid<string>(lifecycle) },
		...{ depth: readSaid<number>(depth), labels: readSaid<string>(labels), started: readMark(started), first: readFirst(first) },
		lastAt: lastAt as number,
		ended: over === 0 ? null : { at: over[0], seq: over[1], reason: over[2] },
		changes: (changes as [number, number, SessionChange['what'], string][]).map(([at, seq, what, reason]) => ({ at, seq, what, reason })),
		...{ resources: readUsed(resources), usedAt: usedAt as number | null },
		...{ isTorn: ((bits as number) & 1) !== 0, isCut: ((bits as number) & 2) !== 0 },
	};
}

export function decodeEdge(zone: string, id: string, facts: string): EdgeRow {
	const [
		source,
		target,
		parentEdge,
		created,
		first,
		lastAt,
		ended,
		revoked,
		expires,
		whole,
		scopesUsed,
		refused,
		resource,
		constraints,
		...rest
	] = cellsOf(facts);
	const [resources, hop, epoch, usedAt, bits] = rest;
	return {
		...{ zone, id, source: readSaid<string>(source), target: readSaid<string>(target), parentEdge: readSaid<string>(parentEdge) },
		...{ created: readMark(created), first: readFirst(first), lastAt: lastAt as number, ended: readEnd(ended), revoked: readEnd(revoked) },
		...{ expires: readSaid<number>(expires), scopesWhole: whole as string[] | null, scopesUsed: scopesUsed as string[] },
		...{ scopesRefused: refused as string[], resource: readSaid<string>(resource), constraints: readSaid<string>(constraints) },
		...{ resources: readUsed(resources), hop: hop as number | null, epoch: readSaid<number>(epoch), usedAt: usedAt as number | null },
		...{ isTorn: ((bits as number) & 1) !== 0, isCut: ((bits as number) & 2) !== 0 },
	};
}

export function decodeRecord(zone: string, id: string, facts: string): RecordRow {
	const [subject, subjectKind, issuer, first, lastAt, revoked] = cellsOf(facts);
	return {
		...{ zone, id, subject: readSaid<string>(subject), subjectKind: readSaid<string>(subjectKind), issuer: readSaid<string>(issuer) },
		...{ first: readFirst(first), lastAt: lastAt as number, revoked: readEnd(revoked) },
	};
}

/** What stands beside a revocation's facts. */
export type RevocationKeys = Pick<RevocationRow, 'zone' | 'seq' | 'kind' | 'id' | 'decidedAt'>;

export function decodeRevocation(keys: RevocationKeys, facts: string): RevocationRow {
	const [session, record, at, reason, epoch, affected, edges] = cellsOf(facts) as [
		...[string, string, number, string, number | null, number | null, string[]],
	];
	return { ...keys, session, record, at, reason, epoch, affected, edges };
}
