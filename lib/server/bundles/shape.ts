import 'server-only';
import type { EvidenceRow } from '../../../db/queries/integrity/evidence';
import type { EvidenceJobShape } from '../../api/evidence';
import { redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';

const at = (micros: bigint | null) => (micros === null ? null : formatMicros(micros));

/** Whether the bytes of a bundle are there to be fetched. */
export function isFetchable({ state, expiresAt, cancelledAt }: EvidenceRow, now: bigint): boolean {
	return state === 'done' && cancelledAt === null && (expiresAt === null || expiresAt > now);
}

export function jobShape(row: EvidenceRow, now: bigint): EvidenceJobShape {
	return {
		job: row.jobId,
		zones: row.zones,
		kind: row.kind,
		subject: redactText(row.subject),
		q: redactText(row.filter),
		from: at(row.from),
		to: at(row.to),
		state: row.state,
		fetchable: isFetchable(row, now),
		events: row.events,
		eventsTotal: row.eventsTotal,
		bytes: row.bytes,
		sha256: row.sha256,
		askedAt: formatMicros(row.askedAt),
		askedBy: row.askedBy,
		cancelledAt: at(row.cancelledAt),
		cancelledBy: row.cancelledBy,
		endedAt: at(row.endedAt),
		expiresAt: at(row.expiresAt),
		error: row.error,
	};
}
