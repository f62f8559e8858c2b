import 'server-only';
import type { EventListRow } from '../../../db/queries/event-rows';
import type { EventItem } from '../../api/events';
import { describeEvent } from '../../events/describe';
import { redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';

/** A row of the ledger as a list shows it. Its JSON comes masked; its texts are masked here. */
export function eventItem(row: EventListRow): EventItem {
	const masked = {
		...row,
		eventType: redactText(row.eventType),
		decision: redactText(row.decision),
		evaluationStatus: redactText(row.evaluationStatus),
		requestId: redactText(row.requestId),
		policySetId: redactText(row.policySetId),
		policySetVersionId: redactText(row.policySetVersionId),
	};
	return {
		zone: row.zoneId,
		seq: row.seq,
		id: redactText(row.id),
		occurredAt: formatMicros(row.occurredAt),
		ingestedAt: formatMicros(row.ingestedAt),
		type: masked.eventType,
		decision: masked.decision,
		evaluationStatus: masked.evaluationStatus,
		requestId: masked.requestId,
		sentence: describeEvent(masked),
	};
}
