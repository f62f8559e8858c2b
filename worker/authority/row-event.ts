import { type RowTexts, readRow } from '../../db/ledger/ledger-row';
import { parsed } from '../../lib/events/read-json';
import type { TraceEvent } from '../../lib/trace/event';
import type { LaneBatch } from '../lane-batch';

/** A Redis time of more digits is none. */
const ENTRY_MS_MAX = 999_999_999_999_999;

/** An event with what the authority projection reads of it, and nothing else. */
export function authorityEventOf(zone: string, row: RowTexts): TraceEvent {
	const { id, eventType, decision, evaluationStatus, occurredAt, entryMs } = row;
	return {
		...{ zone, seq: row.chainSeq, id, eventType, decision, evaluationStatus, occurredAt },
		...{ requestId: '', policySetId: '', policySetVersionId: '', manifestSha: '', determiningPolicies: null },
		// why something was refused is all that is asked of them
		diagnostics: decision === 'deny' && row.diagnostics !== null ? parsed(row.diagnostics) : null,
		metadata: row.metadata === null ? null : parsed(row.metadata),
		streamedAt: entryMs <= ENTRY_MS_MAX ? BigInt(entryMs) * 1000n : null,
		ingestedAt: occurredAt,
	};
}

/** The event of a linked row of a batch. */
export function eventOfRow(batch: LaneBatch, zone: string, row: number): TraceEvent {
	return authorityEventOf(zone, readRow(batch.ledger, batch.rowLedger[row] ?? 0));
}
