import 'server-only';
import type { EventListRow } from '../../../db/queries/event-rows';
import type { EventItem } from '../../api/events';
import { describeEvent } from '../../events/describe';
import { formatMicros } from '../../time';

/** A row of the ledger as a list shows it. */
export function eventItem(row: EventListRow): EventItem {
	return {
		zone: row.zoneId,
		seq: row.seq,
		id: row.id,
		occurredAt: formatMicros(row.occurredAt),
		ingestedAt: formatMicros(row.ingestedAt),
		type: row.eventType,
		decision: row.decision,
		evaluationStatus: row.evaluationStatus,
		requestId: row.requestId,
		sentence: describeEvent(row),
	};
}
