import 'server-only';
import type { AuditFilter } from '../../../db/queries/audit-filter';
import type { ZoneRow } from '../../../db/queries/zones';
import type { AuditQuery } from '../../api/audit-operations';
import { AppError } from '../../errors';
import { NO_DECISION } from '../../events/vocabulary';
import { parseRfc3339Micros } from '../../time';
import { INSTANT_MAX, INSTANT_MIN } from '../../time-bounds';
import { nowMicros } from '../clock';

const MICROS_PER_DAY = 86_400_000_000n;
/** How far back a filter looks that no index answers, when nobody says; and how far at most. */
const PROBED_DAYS_DEFAULT = 7n;
const PROBED_DAYS_MAX = 31n;

export type AuditFilterQuery = Partial<
	Pick<
		AuditQuery,
		'since' | 'until' | 'request_id' | 'decision' | 'event_type' | 'application_id' | 'session_id' | 'authority_record_id' | 'label'
	>
>;

/** An instant of the query, within what links and Postgres can write. */
function instantOf(text: string | undefined): bigint | null {
	const at = text === undefined ? null : parseRfc3339Micros(text);
	if (at === null) return null;
	if (at < INSTANT_MIN) return INSTANT_MIN;
	if (at > INSTANT_MAX) return INSTANT_MAX;
	return at;
}

/** Whether every event of the window may have to be looked at: the projection does not hold these fields. */
function isProbing(query: AuditFilterQuery): boolean {
	const probed = query.session_id ?? query.authority_record_id ?? query.label;
	return probed !== undefined && query.request_id === undefined;
}

/** The start of a window nobody gave a start, when the filter needs one. */
function madeStart(query: AuditFilterQuery, until: bigint | null): bigint | null {
	if (!isProbing(query) || query.since !== undefined) return null;
	return (until ?? nowMicros()) - PROBED_DAYS_DEFAULT * MICROS_PER_DAY;
}

/**
 * The filter a query asks for, and the start of its window when the query gave none but needs one.
 * @param fixedFrom that start as an earlier page fixed it
 * @param walksChain by place nothing is bounded by time
 * @throws AppError invalid_input for a window that is empty or too long
 */
export function auditFilterOf(
	zone: ZoneRow,
	query: AuditFilterQuery,
	fixedFrom: bigint | null,
	walksChain: boolean,
): { readonly filter: AuditFilter; readonly madeFrom: bigint | null } {
	const to = instantOf(query.until);
	const madeFrom = walksChain ? null : (fixedFrom ?? madeStart(query, to));
	const from = instantOf(query.since) ?? madeFrom;
	if (from !== null && to !== null && from >= to)
		throw new AppError('invalid_input', 'The parameter since is not before until.', 'Correct them and ask again.');
	if (!walksChain && isProbing(query) && from !== null && (to ?? nowMicros()) - from > PROBED_DAYS_MAX * MICROS_PER_DAY)
		throw new AppError(
			'invalid_input',
			`session_id, authority_record_id and label look through every event of the window, at most ${PROBED_DAYS_MAX} days of them.`,
			`Give since and until at most ${PROBED_DAYS_MAX} days apart, or a request_id as well.`,
		);
	const filter: AuditFilter = {
		zoneNo: zone.zoneNo,
		from,
		to,
		decision: query.decision === undefined ? null : query.decision === NO_DECISION ? '' : query.decision,
		types: query.event_type ?? [],
		requestId: query.request_id ?? null,
		applicationId: query.application_id ?? null,
		agentSessionId: query.session_id ?? null,
		authorityRecordId: query.authority_record_id ?? null,
		label: query.label ?? null,
	};
	return { filter, madeFrom };
}
