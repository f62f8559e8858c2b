import 'server-only';
import type { AuditFilter } from '../../../db/queries/audit-filter';
import { type AuditOrder, type AuditPlace, auditPage } from '../../../db/queries/audit-page';
import type { ZoneRow } from '../../../db/queries/zones';
import { AUDIT_COLUMNS } from '../../api/audit-fields';
import type { AuditQuery } from '../../api/audit-operations';
import { type Context, requireIn } from '../access';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { csvAnswer } from './csv-answer';
import { auditFilterOf } from './filter';
import { cursorOf, startOf } from './list';
import { recordExport } from './record';
import { auditEvent, chosenFields, type FieldValue } from './shape';

const PAGE_ROWS = 1000;

/** Page after page, each page read by itself, so that no snapshot is held for as long as a slow reader takes. */
async function* pages(
	zone: ZoneRow,
	filter: AuditFilter,
	order: AuditOrder,
	start: AuditPlace | null,
	names: readonly string[],
): AsyncGenerator<readonly Record<string, FieldValue>[]> {
	for (let after = start; ; ) {
		const { rows, more } = await readZones([zone], (reader) => auditPage(reader, filter, order, after, PAGE_ROWS));
		yield rows.map((row) => chosenFields(auditEvent(zone.zoneId, row), names));
		const last = rows.at(-1);
		if (!more || last === undefined) return;
		after = { at: last.occurredAt, seq: last.seq };
	}
}

/**
 * Every event the query asks for as CSV, whatever its limit. Recorded before the first line leaves.
 * @throws AppError invalid_input, forbidden, unavailable
 */
export async function exportAudit({ ctx, zoneId, query }: { ctx: Context; zoneId: string; query: AuditQuery }): Promise<Response> {
	requireIn(ctx, 'evidence.export', zoneId);
	const cursor = cursorOf(query.cursor);
	const order: AuditOrder = query.order === 'asc' ? 'chain' : 'newest';
	const start = startOf(query, cursor);
	const zone = await zoneOf(ctx, zoneId);
	const { filter } = auditFilterOf(zone, query, cursor?.from ?? null, order === 'chain');
	await recordExport(ctx, zoneId, query, 'csv');
	const names = query.fields ?? AUDIT_COLUMNS;
	return csvAnswer(ctx, names, pages(zone, filter, order, start, names));
}
