import 'server-only';
import type * as z from 'zod';
import { type AuditOrder, type AuditPlace, auditPage } from '../../../db/queries/audit-page';
import type { auditPageSchema } from '../../api/audit';
import { type AuditCursor, decodeAuditCursor, encodeAuditCursor } from '../../api/audit-cursor';
import type { AuditQuery } from '../../api/audit-operations';
import type { DeepReadonly } from '../../api/shapes';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { zoneOf } from '../events/get';
import { invalidInput } from '../events/search-input';
import { readZones } from '../evidence';
import { auditFilterOf } from './filter';
import { recordAuditSearch } from './record';
import { auditEvent, chosenFields } from './shape';

export type AuditPageAnswer = DeepReadonly<z.infer<typeof auditPageSchema>>;

/** The cursor of a query. @throws AppError invalid_input */
export function cursorOf(text: string | undefined): AuditCursor | null {
	if (text === undefined) return null;
	const cursor = decodeAuditCursor(text);
	if (cursor === null) throw invalidInput('The parameter cursor');
	return cursor;
}

/** Where the page begins. @throws AppError invalid_input for positions that contradict each other */
export function startOf(query: AuditQuery, cursor: AuditCursor | null): AuditPlace | null {
	if (query.after_seq === undefined) return cursor;
	if (query.order !== 'asc')
		throw new AppError('invalid_input', 'The parameter after_seq needs order=asc.', 'Add it, or leave after_seq out.');
	if (cursor !== null) throw new AppError('invalid_input', 'after_seq and cursor exclude each other.', 'Give one of them.');
	return { at: 0n, seq: query.after_seq };
}

/**
 * A page of a zone's events in Caracal's shape.
 * @throws AppError invalid_input, forbidden, unavailable
 */
export async function listAudit({ ctx, zoneId, query }: { ctx: Context; zoneId: string; query: AuditQuery }): Promise<AuditPageAnswer> {
	const cursor = cursorOf(query.cursor);
	const order: AuditOrder = query.order === 'asc' ? 'chain' : 'newest';
	const start = startOf(query, cursor);
	const zone = await zoneOf(ctx, zoneId);
	const { filter, madeFrom } = auditFilterOf(zone, query, cursor?.from ?? null, order === 'chain');
	const { rows, more } = await readZones([zone], (reader) => auditPage(reader, filter, order, start, query.limit));
	await recordAuditSearch(ctx, zoneId, query, rows);
	const events = rows.map((row) => auditEvent(zoneId, row));
	const last = rows.at(-1);
	const { fields } = query;
	return {
		items: fields === undefined ? events : events.map((event) => chosenFields(event, fields)),
		next_cursor: more && last !== undefined ? encodeAuditCursor({ at: last.occurredAt, seq: last.seq, from: madeFrom }) : null,
	};
}
