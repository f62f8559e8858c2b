import { field, objectOf, textAt } from '../../lib/events/read-json';
import type { JsonValue } from '../../lib/json';
import { safeJson } from '../json/safe';
import { documentedEvent } from './event-record';
import { sentenceOf } from './sentence';
import { type Column, Table, type TableStyle } from './table';

type JsonRecord = Readonly<Record<string, JsonValue>>;

/** How events are drawn as they come: what stands before the first ones, and each one. */
export interface EventRows {
	begin(first: readonly JsonRecord[]): string;
	row(record: JsonRecord): string;
}

/** One JSON object a line, for programs. */
export function jsonRows(): EventRows {
	return { begin: () => '', row: (record) => `${safeJson(documentedEvent(record))}\n` };
}

const COLUMNS: readonly Column[] = [
	{ head: 'OCCURRED AT', widthMin: 27, widthMax: 32 },
	{ head: 'DECISION', widthMin: 8, widthMax: 12, decision: true },
	{ head: 'EVENT TYPE', widthMin: 14, widthMax: 32 },
	{ head: 'ZONE', widthMin: 4, widthMax: 40 },
	{ head: 'REQUEST ID', widthMin: 12, widthMax: 64 },
	{ head: 'WHAT HAPPENED', widthMin: 13, widthMax: 600 },
];

function cells(record: JsonRecord): string[] {
	const keys = ['occurred_at', 'decision', 'event_type', 'zone_id', 'request_id'];
	const sentence = field(record, 'sentence');
	return [...keys.map((key) => textAt(record, key) || '-'), typeof sentence === 'string' ? sentence : sentenceOf(objectOf(record))];
}

/** A table, for people. */
export function tableRows(style: TableStyle): EventRows {
	const table = new Table(COLUMNS, style);
	return { begin: (first) => table.head(first.map(cells)), row: (record) => table.row(cells(record)) };
}
