import type { EdgeFact, RecordFact, SessionFact, Told } from './facts';
import { contradicts, earlierMark, keptSaying, type Mark, type Micros, markOrder, type Said, withTexts } from './order';
import {
	CHANGES_MAX,
	type EdgeRow,
	RESOURCES_MAX,
	type RecordRow,
	SCOPES_MAX,
	type SessionChange,
	type SessionRow,
	type UsedResource,
} from './rows';

/** What a fact did to a row. `structure`: something that decides over what a cascade reaches. */
export type Effect = 'none' | 'row' | 'structure';

function said<T extends string | number>(value: T | undefined, rank: number, { at, seq }: Mark): Said<T> | null {
	return value === undefined ? null : { value, rank, at, seq };
}

/** Resources with their last use: the first RESOURCES_MAX by name, whatever the order they come in. */
function withUse(list: readonly UsedResource[], resource: string, at: Micros): { list: readonly UsedResource[]; isCut: boolean } {
	const known = list.find((used) => used.resource === resource);
	if (known !== undefined && known.lastAt >= at) return { list, isCut: false };
	const all = [...list.filter((used) => used !== known), { resource, lastAt: at }];
	all.sort((a, b) => (a.resource < b.resource ? -1 : 1));
	return { list: all.length > RESOURCES_MAX ? all.slice(0, RESOURCES_MAX) : all, isCut: all.length > RESOURCES_MAX };
}

/** The changes with one more: the first and the last CHANGES_MAX. */
function withChange(list: readonly SessionChange[], change: SessionChange): { list: readonly SessionChange[]; isCut: boolean } {
	if (list.some((known) => known.seq === change.seq && known.at === change.at && known.what === change.what)) return { list, isCut: false };
	const all = [...list, change].sort((a, b) => markOrder(a, b) || (a.what < b.what ? -1 : 1));
	const isCut = all.length > 2 * CHANGES_MAX;
	return { list: isCut ? [...all.slice(0, CHANGES_MAX), ...all.slice(-CHANGES_MAX)] : all, isCut };
}

/** Notices whether the row was changed: rows are compared by what they hold, so that what repeats costs no write. */
class Changes {
	private isChanged = false;
	private isStructural = false;

	/** Sets a member to a value; `structural` members decide over cascades. */
	set<R extends object, K extends keyof R>(row: R, key: K, value: R[K], structural = false): void {
		if (row[key] === value) return;
		row[key] = value;
		this.isChanged = true;
		this.isStructural ||= structural;
	}

	get effect(): Effect {
		return this.isStructural ? 'structure' : this.isChanged ? 'row' : 'none';
	}
}

function seen(changes: Changes, row: { first: Mark; lastAt: Micros }, mark: Mark): void {
	changes.set(row, 'first', earlierMark(row.first, mark));
	changes.set(row, 'lastAt', Math.max(row.lastAt, mark.at));
}

export function newEdge(zone: string, id: string, mark: Mark): EdgeRow {
	return {
		...{ zone, id, source: null, target: null, parentEdge: null, created: null, first: mark, lastAt: mark.at, ended: null, revoked: null },
		...{ expires: null, scopesWhole: null, scopesUsed: [], scopesRefused: [], resource: null, constraints: null, resources: [] },
		...{ hop: null, epoch: null, usedAt: null, isTorn: false, isCut: false },
	};
}

export function newSession(zone: string, id: string, mark: Mark): SessionRow {
	return {
		...{ zone, id, app: null, appName: null, parent: null, record: null, subjectKind: null, lifecycle: null, depth: null, labels: null },
		...{ started: null, first: mark, lastAt: mark.at, ended: null, changes: [], resources: [], usedAt: null, isTorn: false, isCut: false },
	};
}

export function newRecord(zone: string, id: string, mark: Mark): RecordRow {
	return { zone, id, subject: null, subjectKind: null, issuer: null, first: mark, lastAt: mark.at, revoked: null };
}

/** Adds what an event says of a delegation. */
export function mergeEdge(row: EdgeRow, fact: EdgeFact, { mark }: Told): Effect {
	const changes = new Changes();
	const { rank } = fact;
	seen(changes, row, mark);
	for (const key of ['source', 'target'] as const) {
		const next = said(fact[key], rank, mark);
		if (contradicts(row[key], next)) changes.set(row, 'isTorn', true);
		changes.set(row, key, keptSaying(row[key], next), true);
	}
	changes.set(row, 'parentEdge', keptSaying(row.parentEdge, said(fact.parentEdge, rank, mark)));
	if (fact.isCreation === true) changes.set(row, 'created', earlierMark(row.created, mark), true);
	if (fact.end !== undefined) {
		changes.set(row, 'ended', earlierMark(row.ended, fact.end), true);
		if (fact.isRoot === true) changes.set(row, 'revoked', earlierMark(row.revoked, fact.end), true);
	}
	changes.set(row, 'expires', keptSaying(row.expires, said(fact.expires, rank, mark)));
	changes.set(row, 'resource', keptSaying(row.resource, said(fact.resource, rank, mark)));
	changes.set(row, 'constraints', keptSaying(row.constraints, said(fact.constraints, rank, mark)));
	changes.set(row, 'epoch', keptSaying(row.epoch, said(fact.epoch, rank, mark)), true);
	for (const [key, texts] of [
		['scopesWhole', fact.scopesWhole],
		['scopesUsed', fact.scopesUsed],
		['scopesRefused', fact.scopesRefused],
	] as const) {
		if (texts === undefined) continue;
		const { list, isCut } = withTexts(row[key] ?? [], texts, SCOPES_MAX);
		changes.set(row, key, list);
		if (isCut) changes.set(row, 'isCut', true);
	}
	if (fact.hop !== undefined && (row.hop === null || fact.hop < row.hop)) changes.set(row, 'hop', fact.hop);
	used(changes, row, fact, mark);
	return changes.effect;
}

function used(
	changes: Changes,
	row: { resources: readonly UsedResource[]; usedAt: Micros | null; isCut: boolean },
	fact: { usedOn?: string; isUse?: boolean },
	{ at }: Mark,
): void {
	if (fact.isUse === true) changes.set(row, 'usedAt', Math.max(row.usedAt ?? at, at));
	if (fact.usedOn === undefined) return;
	const { list, isCut } = withUse(row.resources, fact.usedOn, at);
	changes.set(row, 'resources', list);
	if (isCut) changes.set(row, 'isCut', true);
}

/** Adds what an event says of a session. */
export function mergeSession(row: SessionRow, fact: SessionFact, { mark }: Told): Effect {
	const changes = new Changes();
	const { rank, change } = fact;
	seen(changes, row, mark);
	for (const key of ['app', 'parent', 'record'] as const) {
		const next = said(fact[key], rank, mark);
		if (key !== 'record' && contradicts(row[key], next)) changes.set(row, 'isTorn', true);
		changes.set(row, key, keptSaying(row[key], next), key === 'parent');
	}
	changes.set(row, 'appName', keptSaying(row.appName, said(fact.appName, 0, mark), true));
	changes.set(row, 'labels', keptSaying(row.labels, said(fact.labels, 0, mark), true));
	changes.set(row, 'subjectKind', keptSaying(row.subjectKind, said(fact.subjectKind, rank, mark)));
	changes.set(row, 'lifecycle', keptSaying(row.lifecycle, said(fact.lifecycle, rank, mark)));
	changes.set(row, 'depth', keptSaying(row.depth, said(fact.depth, rank, mark)));
	if (fact.isStart === true) changes.set(row, 'started', earlierMark(row.started, mark), true);
	if (change !== undefined) {
		const { list, isCut } = withChange(row.changes, change);
		changes.set(row, 'changes', list);
		if (isCut) changes.set(row, 'isCut', true);
		const { at, seq, reason } = change;
		if (change.what === 'terminated') changes.set(row, 'ended', earlierMark(row.ended, { at, seq, reason }), true);
	}
	used(changes, row, fact, mark);
	return changes.effect;
}

/** Adds what an event says of an authority record. */
export function mergeRecord(row: RecordRow, fact: RecordFact, { mark }: Told): Effect {
	const changes = new Changes();
	seen(changes, row, mark);
	for (const key of ['subject', 'subjectKind', 'issuer'] as const)
		changes.set(row, key, keptSaying(row[key], said(fact[key], fact.rank, mark)));
	if (fact.end !== undefined) changes.set(row, 'revoked', earlierMark(row.revoked, fact.end));
	return changes.effect;
}
