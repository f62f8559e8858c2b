import type { EdgeFact, RecordFact, SessionFact } from './facts';
import { earlierMark, keptSaying, type Mark, type Micros, markOrder, roughly, type Said, withTexts } from './order';
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
	changes.set(row, 'lastAt', Math.max(row.lastAt, roughly(mark.at)));
}

export function newEdge(zone: string, id: string, mark: Mark): EdgeRow {
	return {
		...{
			zone,
			id,
			source: null,
			target: null,
			parentEdge: null,
			created: null,
			first: mark,
			lastAt: roughly(mark.at),
			ended: null,
			revoked: null,
		},
		...{ expires: null, scopesWhole: null, scopesUsed: [], scopesRefused: [], resource: null, constraints: null, resources: [] },
		...{ hop: null, epoch: null, usedAt: null, isTorn: false, isCut: false },
	};
}

export function newSession(zone: string, id: string, mark: Mark): SessionRow {
	return {
		...{ zone, id, app: null, appName: null, parent: null, record: null, subjectKind: null, lifecycle: null, depth: null, labels: null },
		...{
			started: null,
			first: mark,
			lastAt: roughly(mark.at),
			ended: null,
			changes: [],
			resources: [],
			usedAt: null,
			isTorn: false,
			isCut: false,
		},
	};
}

export function newRecord(zone: string, id: string, mark: Mark): RecordRow {
	return { zone, id, subject: null, subjectKind: null, issuer: null, first: mark, lastAt: roughly(mark.at), revoked: null };
}

/** What is kept of a member when an event says a value of it. Most of what a decision says is known, and known better. */
function kept<T extends string | number>(
	known: Said<T> | null,
	value: T,
	rank: number,
	{ at, seq }: Mark,
	isLatest = false,
): Said<T> | null {
	// the latest saying is repeated with every use: it is kept to the minute, and of one minute the smallest value
	if (isLatest) return keptSaying(known, { value, rank, at: roughly(at), seq: 0 }, true);
	if (known !== null && known.value === value && (known.rank < rank || (known.rank === rank && known.at < at))) return known;
	return keptSaying(known, { value, rank, at, seq });
}

/** Notices that events contradict each other. */
function compare(changes: Changes, row: { isTorn: boolean }, known: Said<string> | null, value: string): void {
	if (known !== null && known.value !== value) changes.set(row, 'isTorn', true);
}

/** Adds what an event says of a delegation. */
export function mergeEdge(row: EdgeRow, fact: EdgeFact, mark: Mark): Effect {
	const changes = new Changes();
	const { rank, end } = fact;
	seen(changes, row, mark);
	if (fact.source !== undefined) {
		compare(changes, row, row.source, fact.source);
		changes.set(row, 'source', kept(row.source, fact.source, rank, mark), true);
	}
	if (fact.target !== undefined) {
		compare(changes, row, row.target, fact.target);
		changes.set(row, 'target', kept(row.target, fact.target, rank, mark), true);
	}
	if (fact.parentEdge !== undefined) changes.set(row, 'parentEdge', kept(row.parentEdge, fact.parentEdge, rank, mark));
	if (fact.expires !== undefined) changes.set(row, 'expires', kept(row.expires, fact.expires, rank, mark));
	if (fact.resource !== undefined) changes.set(row, 'resource', kept(row.resource, fact.resource, rank, mark));
	if (fact.constraints !== undefined) changes.set(row, 'constraints', kept(row.constraints, fact.constraints, rank, mark));
	if (fact.epoch !== undefined) changes.set(row, 'epoch', kept(row.epoch, fact.epoch, rank, mark), true);
	if (fact.isCreation === true) changes.set(row, 'created', earlierMark(row.created, mark), true);
	if (end !== undefined) {
		changes.set(row, 'ended', earlierMark(row.ended, end), true);
		if (fact.isRoot === true) changes.set(row, 'revoked', earlierMark(row.revoked, end), true);
	}
	scopes(changes, row, 'scopesWhole', fact.scopesWhole);
	scopes(changes, row, 'scopesUsed', fact.scopesUsed);
	scopes(changes, row, 'scopesRefused', fact.scopesRefused);
	if (fact.hop !== undefined && (row.hop === null || fact.hop < row.hop)) changes.set(row, 'hop', fact.hop);
	used(changes, row, fact, mark);
	return changes.effect;
}

function scopes(
	changes: Changes,
	row: EdgeRow,
	key: 'scopesWhole' | 'scopesUsed' | 'scopesRefused',
	texts: readonly string[] | undefined,
): void {
	if (texts === undefined) return;
	const { list, isCut } = withTexts(row[key] ?? [], texts, SCOPES_MAX);
	changes.set(row, key, list);
	if (isCut) changes.set(row, 'isCut', true);
}

function used(
	changes: Changes,
	row: { resources: readonly UsedResource[]; usedAt: Micros | null; isCut: boolean },
	fact: { usedOn?: string; isUse?: boolean },
	mark: Mark,
): void {
	const at = roughly(mark.at);
	if (fact.isUse === true) changes.set(row, 'usedAt', Math.max(row.usedAt ?? at, at));
	if (fact.usedOn === undefined) return;
	const { list, isCut } = withUse(row.resources, fact.usedOn, at);
	changes.set(row, 'resources', list);
	if (isCut) changes.set(row, 'isCut', true);
}

/** Adds what an event says of a session. */
export function mergeSession(row: SessionRow, fact: SessionFact, mark: Mark): Effect {
	const changes = new Changes();
	const { rank, change } = fact;
	seen(changes, row, mark);
	if (fact.app !== undefined) {
		compare(changes, row, row.app, fact.app);
		changes.set(row, 'app', kept(row.app, fact.app, rank, mark));
	}
	if (fact.parent !== undefined) {
		compare(changes, row, row.parent, fact.parent);
		changes.set(row, 'parent', kept(row.parent, fact.parent, rank, mark), true);
	}
	if (fact.record !== undefined) changes.set(row, 'record', kept(row.record, fact.record, rank, mark));
	if (fact.appName !== undefined) changes.set(row, 'appName', kept(row.appName, fact.appName, 0, mark, true));
	if (fact.labels !== undefined) changes.set(row, 'labels', kept(row.labels, fact.labels, 0, mark, true));
	if (fact.subjectKind !== undefined) changes.set(row, 'subjectKind', kept(row.subjectKind, fact.subjectKind, rank, mark));
	if (fact.lifecycle !== undefined) changes.set(row, 'lifecycle', kept(row.lifecycle, fact.lifecycle, rank, mark));
	if (fact.depth !== undefined) changes.set(row, 'depth', kept(row.depth, fact.depth, rank, mark));
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
export function mergeRecord(row: RecordRow, fact: RecordFact, mark: Mark): Effect {
	const changes = new Changes();
	seen(changes, row, mark);
	const { rank } = fact;
	if (fact.subject !== undefined) changes.set(row, 'subject', kept(row.subject, fact.subject, rank, mark));
	if (fact.subjectKind !== undefined) changes.set(row, 'subjectKind', kept(row.subjectKind, fact.subjectKind, rank, mark));
	if (fact.issuer !== undefined) changes.set(row, 'issuer', kept(row.issuer, fact.issuer, rank, mark));
	if (fact.end !== undefined) changes.set(row, 'revoked', earlierMark(row.revoked, fact.end));
	return changes.effect;
}
