import 'server-only';
import { csvLine } from '../../evidence/csv';
import { unquoted } from '../../evidence/json-scan';
import { JsonText } from '../../evidence/json-text';
import type { Context } from '../access';
import { streamed } from '../http/streamed';
import type { FieldValue } from './shape';

/** A field as a cell: JSON strings and numbers as what they hold, lists of names joined, other JSON as its text. */
function cellOf(value: FieldValue): string | number | null {
	if (Array.isArray(value)) return value.join(' ');
	if (!(value instanceof JsonText)) return value;
	if (value.text === 'null') return null;
	return value.text.startsWith('"') ? unquoted(value.text) : value.text;
}

type Row = Readonly<Record<string, FieldValue>>;

async function* lines(names: readonly string[], pages: AsyncGenerator<readonly Row[]>): AsyncGenerator<string> {
	yield csvLine(names);
	for await (const rows of pages) yield rows.map((row) => csvLine(names.map((name) => cellOf(row[name] ?? null)))).join('');
}

/** Pages of rows as a CSV file: a header, then every row, read as fast as it is taken. */
export function csvAnswer(ctx: Context, names: readonly string[], pages: AsyncGenerator<readonly Row[]>): Response {
	return new Response(streamed(lines(names, pages), ctx.requestId), {
		headers: { 'content-type': 'text/csv; charset=utf-8; header=present', 'content-disposition': 'attachment; filename="audit.csv"' },
	});
}
