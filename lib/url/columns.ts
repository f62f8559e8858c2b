/** Every column the list of events can show, in the order they are offered. */
export const COLUMN_KEYS = [
	'time',
	'decision',
	'what',
	'seq',
	'zone',
	'type',
	'app',
	'resource',
	'reason',
	'status',
	'policy-version',
	'host',
	'latency',
	'labels',
	'request',
	'id',
	'ingested',
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

/** Narrowest and widest a column can be made, in CSS pixels. */
export const COLUMN_WIDTH_PX_MIN = 48;
export const COLUMN_WIDTH_PX_MAX = 1200;

/** A chosen column. Null is the width the column has by itself. */
export interface ColumnChoice {
	readonly key: ColumnKey;
	readonly widthPx: number | null;
}

export type Columns = readonly ColumnChoice[];

/** What the list shows of itself. */
export const DEFAULT_COLUMNS: Columns = (['time', 'decision', 'what', 'seq'] as const).map((key) => ({ key, widthPx: null }));

function isColumnKey(text: string): text is ColumnKey {
	return (COLUMN_KEYS as readonly string[]).includes(text);
}

/** `time:210,decision,what,app:140`, in order, widths in CSS pixels; empty for the columns the list shows of itself. */
export function formatColumns(columns: Columns, shown: Columns = DEFAULT_COLUMNS): string {
	const text = columns.map(({ key, widthPx }) => (widthPx === null ? key : `${key}:${widthPx}`)).join(',');
	return text === shown.map(({ key }) => key).join(',') ? '' : text;
}

/**
 * Reads what formatColumns wrote.
 * @returns null when the text holds anything that is no column, a column twice, or a width out of bounds; the default for ''
 */
export function parseColumns(text: string, shown: Columns = DEFAULT_COLUMNS): Columns | null {
	if (text === '') return shown;
	if (text.length > 400) return null;
	const columns: ColumnChoice[] = [];
	for (const part of text.split(',')) {
		const m = /^([a-z-]+)(?::(\d{1,4}))?$/.exec(part);
		const key = m?.[1] ?? '';
		const widthPx = m?.[2] === undefined ? null : Number(m[2]);
		if (!isColumnKey(key) || columns.some((column) => column.key === key)) return null;
		if (widthPx !== null && (widthPx < COLUMN_WIDTH_PX_MIN || widthPx > COLUMN_WIDTH_PX_MAX)) return null;
		columns.push({ key, widthPx });
	}
	return columns;
}
