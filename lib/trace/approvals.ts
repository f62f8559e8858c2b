import { formatMillis } from '../events/amounts';
import { approverWords } from '../events/describe-approval';
import { textAt } from '../events/read-json';
import { quoted, type Segment, say, strong } from '../events/words';
import { parseRfc3339Micros } from '../time';
import { instantOf, millisBetween, type Place } from './event';
import { byOccurrence, type Reading } from './reading';

/** Where a hold stands. `unknown`: the events at hand do not show how it began. */
export type ApprovalState = 'waiting' | 'approved' | 'rejected' | 'used' | 'expired' | 'unknown';

/** One moment in the life of an approval. */
export interface ApprovalMoment {
	readonly what: 'held' | 'approved' | 'rejected' | 'decided' | 'used' | 'issued again' | 'presented';
	readonly at: string;
	/** Since it was held; null when that is not among the events. */
	readonly afterMs: number | null;
	readonly place: Place;
	readonly requestId: string;
}

/** The whole life of one approval, joined by its challenge ID. */
export interface Approval {
	readonly challengeId: string;
	readonly tier: string;
	readonly approverClass: string;
	readonly state: ApprovalState;
	/** When the hold ends by itself, or null when no event says. */
	readonly expiresAt: string | null;
	/** Who decided: an account, else who it was in words; `''` while nobody has. */
	readonly decidedBy: string;
	readonly reason: string;
	readonly moments: readonly ApprovalMoment[];
	readonly sentence: readonly Segment[];
	/** What does not fit together, in words. */
	readonly contradictions: readonly string[];
}

const WHAT: Readonly<Record<string, ApprovalMoment['what']>> = {
	step_up_issued: 'held',
	step_up_consumed: 'used',
	token_exchange: 'presented',
};

function whatOf(reading: Reading): ApprovalMoment['what'] | null {
	const { eventType, decision } = reading.event;
	if (eventType === 'step_up_decided') return decision === 'approved' || decision === 'rejected' ? decision : 'decided';
	if (eventType === 'step_up_consumed' && textAt(reading.meta, 'reissued') === 'true') return 'issued again';
	return Object.hasOwn(WHAT, eventType) ? (WHAT[eventType] ?? null) : null;
}

function deciderOf(reading: Reading | undefined): string {
	if (reading === undefined) return '';
	const named = textAt(reading.meta, 'approver_subject_id');
	if (named !== '') return named;
	return textAt(reading.meta, 'approver_plane') === 'subject' ? 'the user concerned' : 'somebody unnamed';
}

function contradictionsOf(moments: readonly ApprovalMoment[], expiresAt: bigint | null, readings: readonly Reading[]): string[] {
	const has = (what: ApprovalMoment['what']) => moments.some((moment) => moment.what === what);
	const first = (what: ApprovalMoment['what']) => moments.findIndex((moment) => moment.what === what);
	const found: string[] = [];
	if (has('approved') && has('rejected')) found.push('It was both approved and rejected.');
	if (has('used') && !has('approved')) found.push('It was used, and no approval of it is among the events.');
	if (has('used') && has('approved') && first('used') < first('approved')) found.push('It was used before it is dated as approved.');
	if (has('used') && has('rejected')) found.push('It was used although it was rejected.');
	if (moments.filter((moment) => moment.what === 'used').length > 1) found.push('It was used more than once.');
	const late = readings.some(
		(reading) => reading.event.eventType === 'step_up_decided' && expiresAt !== null && reading.event.occurredAt > expiresAt,
	);
	if (late) found.push('It was decided after it had expired.');
	return found;
}

function stateOf(moments: readonly ApprovalMoment[], expiresAt: bigint | null, now: bigint): ApprovalState {
	const last = (what: ApprovalMoment['what']) => moments.some((moment) => moment.what === what);
	const presented = moments.filter((moment) => moment.what === 'presented').length > 0;
	if (last('used') || last('issued again')) return 'used';
	const decided = moments.findLast((moment) => moment.what === 'approved' || moment.what === 'rejected');
	if (decided?.what === 'rejected') return 'rejected';
	if (decided !== undefined) return 'approved';
	if (!last('held')) return 'unknown';
	return expiresAt !== null && now > expiresAt ? 'expired' : presented && expiresAt === null ? 'unknown' : 'waiting';
}

const since = (moment: ApprovalMoment | undefined) =>
	moment === undefined || moment.afterMs === null ? '' : ` after ${formatMillis(moment.afterMs)}`;

function sentenceOf(approval: Omit<Approval, 'sentence' | 'contradictions'>): Segment[] {
	const { moments, state } = approval;
	const find = (what: ApprovalMoment['what']) => moments.find((moment) => moment.what === what);
	const held = find('held') === undefined ? say`no event shows it being held` : say`held for ${approverWords(approval.approverClass)}`;
	const decided = find('approved') ?? find('rejected') ?? find('decided');
	const who = approval.decidedBy.includes(' ') ? say`${approval.decidedBy}` : [strong(approval.decidedBy)];
	const why = approval.reason === '' ? [] : say`: ${quoted(approval.reason)}`;
	const decision = decided === undefined ? [] : say`, ${decided.what} by ${who}${since(decided)}${why}`;
	const used = find('used');
	const again = find('issued again');
	const use = used === undefined ? (again === undefined ? [] : say`, issued again`) : say`, used${since(used)}`;
	const open =
		state === 'waiting'
			? say`, nobody has decided`
			: state === 'expired'
				? say`, nobody decided before it expired`
				: state === 'approved'
					? say`, not used so far`
					: [];
	return say`${held}${decision}${use}${open}`;
}

/**
 * The lives of the approvals among the events, joined by challenge ID, in order of their beginning. Linear.
 * @param now microseconds since the epoch
 */
export function approvalsOf(readings: readonly Reading[], now: bigint): Approval[] {
	const byChallenge = new Map<string, Reading[]>();
	for (const reading of readings) {
		if (reading.challenge === '' || whatOf(reading) === null) continue;
		const life = byChallenge.get(reading.challenge);
		if (life === undefined) byChallenge.set(reading.challenge, [reading]);
		else life.push(reading);
	}
	return [...byChallenge].map(([challengeId, life]) => approvalOf(challengeId, life.sort(byOccurrence), now));
}

function firstText(life: readonly Reading[], key: string): string {
	for (const reading of life) {
		const text = textAt(reading.meta, key);
		if (text !== '') return text;
	}
	return '';
}

function approvalOf(challengeId: string, life: readonly Reading[], now: bigint): Approval {
	const held = life.find((reading) => reading.event.eventType === 'step_up_issued');
	const decided = life.find((reading) => reading.event.eventType === 'step_up_decided');
	const expiresAt = parseRfc3339Micros(firstText(life, 'expires_at'));
	const moments = life.flatMap((reading): ApprovalMoment[] => {
		const what = whatOf(reading);
		if (what === null) return [];
		const afterMs = held === undefined || held === reading ? null : millisBetween(held.event.occurredAt, reading.event.occurredAt);
		return [{ what, at: instantOf(reading.event.occurredAt), afterMs, place: reading.place, requestId: reading.event.requestId }];
	});
	const approval = {
		challengeId,
		tier: firstText(life, 'tier'),
		approverClass: firstText(life, 'approver_class'),
		state: stateOf(moments, expiresAt, now),
		expiresAt: expiresAt === null ? null : instantOf(expiresAt),
		decidedBy: deciderOf(decided),
		reason: decided === undefined ? '' : textAt(decided.meta, 'reason'),
		moments,
	};
	return { ...approval, sentence: sentenceOf(approval), contradictions: contradictionsOf(moments, expiresAt, life) };
}
