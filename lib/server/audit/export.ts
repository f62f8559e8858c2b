import 'server-only';
import type { AuditFilter } from '../../../db/queries/audit-filter';
import { type AuditOrder, type AuditPlace, auditPage } from '../../../db/queries/audit-page';
import type { ZoneRow } from '../../../db/queries/zones';
import { AUDIT_COLUMNS } from '../../api/audit-fields';
import type { AuditQuery } from '../../api/audit-operations';
import { csvLine } from '../../evidence/csv';
import { unquoted } from '../../evidence/json-scan';
import { JsonText } from '../../evidence/json-text';
import { type Context, requireIn } from '../access';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { log } from '../log';
import { auditFilterOf } from './filter';
import { cursorOf, startOf } from './list';
import { recordExport } from './record';
import { auditEvent, chosenFields, type FieldValue } from './shape';

const PAGE_ROWS = 1000;

/** A field as a cell: JSON strings and numbers as what they hold, lists of names joined, other JSON as its text. */
function cellOf(value: FieldValue): string | number | null {
	if (Array.isArray(value)) return value.join(' ');
	if (!(value instanceof JsonText)) return value;
	if (value.text === 'null') return null;
	return value.text.startsWith('"') ? unquoted(value.text) : value.text;
}

/** Page after page as lines, each page read by itself, so that no snapshot is held for as long as a slow reader takes. */
async function* lines(
	zone: ZoneRow,
	filter: AuditFilter,
	order: AuditOrder,
	start: AuditPlace | null,
	names: readonly string[],
): AsyncGenerator<string> {
	yield csvLine(names);
	for (let after = start; ; ) {
		const { rows, more } = await readZones([zone], (reader) => auditPage(reader, filter, order, after, PAGE_ROWS));
		yield rows
			.map((row) => chosenFields(auditEvent(zone.zoneId, row), names))
			.map((chosen) => csvLine(names.map((name) => cellOf(chosen[name] ?? null))))
			.join('');
		const last = rows.at(-1);
		if (!more || last === undefined) return;
		after = { at: last.occurredAt, seq: last.seq };
	}
}

/** The lines as a body that is read as fast as it is taken. When a page fails the body breaks off, so that no reader takes it for whole. */
function streamed(parts: AsyncGenerator<string>, requestId: string): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream({
		async pull(controller) {
			try {
				const { value, done } = await parts.next();
				if (done === true) controller.close();
				else controller.enqueue(encoder.encode(value));
			} catch (error) {
				log.error({ requestId, err: error }, 'export broke off');
				controller.error(error);
			}
		},
		async cancel() {
			await parts.return(undefined);
		},
	});
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
	return new Response(streamed(lines(zone, filter, order, start, query.fields ?? AUDIT_COLUMNS), ctx.requestId), {
		headers: { 'content-type': 'text/csv; charset=utf-8; header=present', 'content-disposition': 'attachment; filename="audit.csv"' },
	});
}
