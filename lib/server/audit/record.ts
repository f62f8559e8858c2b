import 'server-only';
import type { AuditRow } from '../../../db/queries/audit-page';
import type { AuditQuery } from '../../api/audit-operations';
import type { Context } from '../access';
import { record } from '../record';
import { told } from '../record-reads';

/** Parameters as they are told in the record: those that say which events, masked. */
function toldFilters(query: Readonly<Record<string, unknown>>): Record<string, string> {
	const filters: Record<string, string> = {};
	for (const [name, value] of Object.entries(query)) {
		if (value === undefined || name === 'cursor' || name === 'limit' || name === 'format') continue;
		if (name === 'order' && value === 'desc') continue;
		filters[name] = String(value);
	}
	return told(filters);
}

/**
 * Records a page that was read. A program that follows the chain asks every second and would see its own questions, for ever:
 * such a page is told only when it holds anything besides events of the console itself.
 */
export async function recordAuditSearch(ctx: Context, zoneId: string, query: AuditQuery, rows: readonly AuditRow[]): Promise<void> {
	const follows = query.order === 'asc' && query.after_seq !== undefined;
	if (follows && rows.every((row) => row.eventType.startsWith('console.'))) return;
	await recordPage(ctx, zoneId, query, rows.length);
}

/** Records a page of a zone's events with the parameters it was asked by. */
export async function recordPage(
	ctx: Context,
	zoneId: string,
	query: Readonly<Record<string, unknown>>,
	eventsShown: number,
): Promise<void> {
	await record(ctx, {
		action: 'console.search',
		zoneId,
		details: { filters: toldFilters(query), zones: [zoneId], events_shown: eventsShown },
	});
}

/** Records that events are being taken out as a file. */
export async function recordExport(ctx: Context, zoneId: string, query: Readonly<Record<string, unknown>>, format: string): Promise<void> {
	await record(ctx, { action: 'console.export', zoneId, details: { filters: toldFilters(query), zones: [zoneId], format } });
}
