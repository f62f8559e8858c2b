import 'server-only';
import type { EventListRow } from '../../../db/queries/event-rows';
import type { EventItem } from '../../api/events';
import { describeEvent } from '../../events/describe';
import { projectEvent } from '../../events/project';
import { objectOf, textAt } from '../../events/read-json';
import { redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';

/** What the projection holds of an event, as a list shows it; of a record too large to be read whole, what was read of it. */
function projectedItem(row: EventListRow) {
	const diagnosticsText = row.diagnostics === null ? null : JSON.stringify(row.diagnostics);
	const event = { ...row, manifestSha: '', determiningPoliciesText: null, diagnosticsText, metadataText: null };
	const { application, resource, reason, policyVersion, host, latencyMs, labels } = projectEvent(event, row.metadata);
	const metadata = objectOf(row.metadata);
	return {
		app: application,
		appName: textAt(metadata, 'application_name') || textAt(metadata, 'workload_name') || null,
		resource,
		reason,
		policyVersion,
		host,
		latencyMs,
		labels: [...labels],
	};
}

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
		...projectedItem(masked),
		sentence: describeEvent(masked),
	};
}

/** Items of rows that are kept (db/queries/kept-rows.ts), for as long as those are. */
const items = new WeakMap<EventListRow, EventItem>();

/** The same, made once of a row however often it is listed. */
export function listedItem(row: EventListRow): EventItem {
	const known = items.get(row) ?? eventItem(row);
	items.set(row, known);
	return known;
}
