import { formatMillis } from '../../events/amounts';
import { code, listed, type Segment, say } from '../../events/words';
import type { AuthorityGround } from '../authority';
import { chainOf } from '../authority';
import { millisBetween, type Place, type Sure } from '../event';
import { type LinkChange, linkWords } from '../life';
import type { Reading } from '../reading';
import { type ReasonAbout, reasonFor } from '../reasons';
import { activatedVersion } from './between';
import type { DiffField, DiffFieldName } from './fields';
import type { Compared } from './moment';

/** The likeliest cause of a different outcome. */
export interface Cause {
	readonly what:
		| 'link'
		| 'approval'
		| 'reason'
		| 'policy'
		| 'scopes'
		| 'delegation'
		| 'session'
		| 'operation'
		| 'application'
		| 'upstream'
		| 'none'
		| 'same';
	readonly sentence: readonly Segment[];
	readonly sure: Sure;
	readonly why: readonly Segment[];
	/** The event that made the difference, or null. */
	readonly place: Place | null;
}

/** Fields that follow from others or from the outcome: that they differ explains nothing. */
const CONSEQUENCES: ReadonlySet<DiffFieldName> = new Set([
	'decision',
	'reason',
	'determining policies',
	'manifest',
	'links',
	'graph epoch',
	'upstream status',
]);

/** Which differing field each kind of reason makes likely, best first. */
const LIKELY: Readonly<Record<ReasonAbout, readonly DiffFieldName[]>> = {
	nothing: [],
	token: ['authority record', 'session'],
	session: ['session', 'labels', 'session kind', 'authority record'],
	delegation: ['scopes', 'delegation', 'delegation chain'],
	resource: ['resource'],
	scopes: ['scopes', 'resource'],
	operation: ['method', 'path'],
	rate: [],
	credential: ['provider', 'upstream host', 'authority record'],
	approval: ['approval'],
	policy: ['scopes', 'policy version', 'labels', 'application', 'resource', 'subject kind', 'session kind'],
	upstream: ['upstream host', 'method', 'path'],
	control: [],
};
const OTHERWISE: readonly DiffFieldName[] = [
	'resource',
	'scopes',
	'policy version',
	'application',
	'delegation',
	'delegation chain',
	'session',
	'labels',
	'authority record',
];

const ago = (ms: number) => `${formatMillis(ms)} before`;

interface EndedLink {
	readonly words: Segment[];
	readonly change: LinkChange;
}

/** A link of the later request that ended between the two, by the events that name it. */
function endedLink(before: Compared, after: Compared, ground: AuthorityGround): EndedLink | null {
	const [from, to] = [before.exchange.placedAt, after.exchange.placedAt];
	const chain = after.exchange.session === '' && after.exchange.chain.length === 0 ? before.exchange : after.exchange;
	for (const link of chainOf(chain, ground).links) {
		const change = ground.lives.end(link.kind, link.id);
		if (change !== undefined && change.at > from && change.at <= to) return { words: linkWords(link.kind, link.id), change };
	}
	return null;
}

function differenceWords(field: DiffField): Segment[] {
	const added = field.after.filter((value) => !field.before.includes(value));
	const gone = field.before.filter((value) => !field.after.includes(value));
	if (field.name === 'scopes' && added.length > 0) return say`it asked for ${listed(added, code)}, which the other did not`;
	if (field.before.length <= 1 && field.after.length <= 1)
		return say`${field.name}: ${field.before[0] === undefined ? say`none` : [code(field.before[0])]} before, ${field.after[0] === undefined ? say`none` : [code(field.after[0])]} now`;
	const parts = [
		...(gone.length > 0 ? [say`without ${listed(gone, code)}`] : []),
		...(added.length > 0 ? [say`with ${listed(added, code)}`] : []),
	];
	return say`${field.name}: now ${parts.flatMap((part, i) => (i === 0 ? part : say` and ${part}`))}`;
}

const KINDS: Readonly<Partial<Record<DiffFieldName, Cause['what']>>> = {
	'policy version': 'policy',
	scopes: 'scopes',
	delegation: 'delegation',
	'delegation chain': 'delegation',
	method: 'operation',
	path: 'operation',
	application: 'application',
	resource: 'application',
	provider: 'upstream',
	'upstream host': 'upstream',
	approval: 'approval',
};

function activation(field: DiffField, readings: readonly Reading[]): Reading | undefined {
	return readings.findLast((reading) => reading.event.eventType === 'policy_activate' && activatedVersion(reading) === field.after[0]);
}

function fieldCause(
	field: DiffField,
	differing: readonly DiffField[],
	isExpected: boolean,
	after: Compared,
	readings: readonly Reading[],
): Cause {
	// a chain differs wherever its delegation does
	const isImplied = (other: DiffField) => other.name === 'delegation chain' && field.name === 'delegation';
	const others = differing.filter((other) => other !== field && !isImplied(other)).map((other) => other.name);
	const rest =
		others.length === 0
			? say`; nothing else differs`
			: say`; ${listed(others, (name) => ({ text: name, kind: 'plain' }))} ${others.length === 1 ? 'differs' : 'differ'} too`;
	const by = field.name === 'policy version' ? activation(field, readings) : undefined;
	const version = field.after[0] ?? '';
	const what =
		by === undefined
			? differenceWords(field)
			: say`policy version ${code(version)} was activated ${ago(millisBetween(by.placedAt, after.exchange.placedAt))}`;
	const sure: Sure = isExpected && others.length === 0 ? 'likely' : 'possible';
	const why = isExpected
		? others.length === 0
			? say`the reason fits, and it is the only difference the record shows`
			: say`the reason fits, but it is not the only difference`
		: say`it differs; the reason does not point to it`;
	return { what: KINDS[field.name] ?? 'session', sentence: say`${what}${rest}.`, sure, why, place: by?.place ?? null };
}

function linkCause({ words, change }: EndedLink, after: Compared, sure: Sure): Cause {
	const when = ago(millisBetween(change.at, after.exchange.placedAt));
	return {
		what: 'link',
		sentence: say`${words} was ${change.how} ${when}.`,
		sure,
		why: say`authority that the request ran under ended between the two`,
		place: change.place,
	};
}

/** Nothing to explain, but for authority that ended in between and changed nothing. */
function alike(ended: EndedLink | null, after: Compared): Cause {
	const why = say`decision and reason are the same`;
	if (ended === null) return { what: 'same', sentence: say`Both were decided alike.`, sure: 'certain', why, place: null };
	const when = ago(millisBetween(ended.change.at, after.exchange.placedAt));
	const sentence = say`Both were decided alike, although ${ended.words} was ${ended.change.how} ${when}.`;
	return { what: 'same', sentence, sure: 'certain', why, place: ended.change.place };
}

/** Reasons that are their own cause, whatever else differs. */
const OWN_CAUSES: ReadonlySet<ReasonAbout> = new Set<ReasonAbout>(['rate', 'approval', 'credential']);

/** The likeliest cause why the later of two requests came out otherwise. `readings` are the events between them, in order. */
export function causeOf(
	before: Compared,
	after: Compared,
	fields: readonly DiffField[],
	readings: readonly Reading[],
	ground: AuthorityGround,
): Cause {
	const none = { place: null } as const;
	const decision = fields.find((field) => field.name === 'decision');
	const differing = fields.filter((field) => field.state === 'differs' && !CONSEQUENCES.has(field.name));
	const ended = endedLink(before, after, ground);
	const isAlike = before.exchange.reason === after.exchange.reason && before.exchange.needsApproval === after.exchange.needsApproval;
	if (decision?.state === 'same' && isAlike) return alike(ended, after);
	const isRefused = after.exchange.event.decision === 'deny';
	const reason = reasonFor((isRefused ? after : before).exchange.reason);
	const about = reason?.about ?? 'nothing';
	const isOfLinks = about === 'session' || about === 'delegation' || about === 'token';
	if (isRefused && ended !== null && isOfLinks) return linkCause(ended, after, 'likely');
	if (isRefused && reason !== null && OWN_CAUSES.has(about))
		return {
			...none,
			what: about === 'approval' ? 'approval' : 'reason',
			sentence: say`The reason says it itself: ${reason.words}.`,
			sure: 'certain',
			why: say`it is recorded, and does not depend on what else differs`,
		};
	if (!isRefused && after.exchange.needsApproval && !before.exchange.needsApproval && differing.length === 0)
		return {
			...none,
			what: 'approval',
			sentence: say`Policy demanded an approval this time; nothing else differs.`,
			sure: 'likely',
			why: say`it is the only difference the record shows`,
		};
	const expected = LIKELY[about].map((name) => differing.find((field) => field.name === name)).find((field) => field !== undefined);
	if (expected !== undefined) return fieldCause(expected, differing, true, after, readings);
	if (isRefused && ended !== null) return linkCause(ended, after, 'possible');
	const other =
		OTHERWISE.map((name) => differing.find((field) => field.name === name)).find((field) => field !== undefined) ?? differing[0];
	if (other !== undefined) return fieldCause(other, differing, false, after, readings);
	return nothingDiffers(after, readings, fields);
}

function nothingDiffers(after: Compared, readings: readonly Reading[], fields: readonly DiffField[]): Cause {
	const unknown = fields.filter((field) => field.state === 'unknown').length;
	const active = readings.findLast((reading) => reading.event.eventType === 'policy_activate');
	if (active !== undefined) {
		const when = ago(millisBetween(active.placedAt, after.exchange.placedAt));
		const version = activatedVersion(active);
		const which = version === '' ? say`a policy set` : say`policy version ${code(version)}`;
		return {
			what: 'policy',
			sentence: say`${which} was activated ${when}; nothing that both events record differs.`,
			sure: 'possible',
			why: say`it is the only change between the two that concerns both`,
			place: active.place,
		};
	}
	const reason = reasonFor(after.exchange.reason);
	const own = reason === null ? [] : say` The reason recorded: ${reason.words}.`;
	const hidden = unknown === 0 ? [] : say` ${unknown} ${unknown === 1 ? 'field' : 'fields'} cannot be compared.`;
	return {
		what: 'none',
		sentence: say`Nothing that both events record differs.${hidden}${own}`,
		sure: 'possible',
		why: say`what changed is outside the record: grants, policy data, the resource or its provider`,
		place: null,
	};
}
