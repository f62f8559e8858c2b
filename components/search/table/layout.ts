import { COLUMN_WIDTH_PX_MAX, COLUMN_WIDTH_PX_MIN, type ColumnChoice, type ColumnKey, type Columns } from '@/lib/url/columns';

interface ColumnLook {
	readonly title: string;
	/** Its width by itself, in CSS pixels. */
	readonly widthPx: number;
	/** Numbers stand at the right. */
	readonly right?: true;
}

/** What each column is called, and how wide it is until someone says otherwise. */
export const COLUMN_LOOKS: Readonly<Record<ColumnKey, ColumnLook>> = {
	time: { title: 'Occurred', widthPx: 184 },
	decision: { title: 'Decision', widthPx: 92 },
	what: { title: 'What happened', widthPx: 220 },
	seq: { title: 'No.', widthPx: 132, right: true },
	zone: { title: 'Zone', widthPx: 96 },
	type: { title: 'Type', widthPx: 144 },
	app: { title: 'Application', widthPx: 132 },
	resource: { title: 'Resource', widthPx: 160 },
	reason: { title: 'Reason', widthPx: 160 },
	status: { title: 'Evaluation', widthPx: 96 },
	'policy-version': { title: 'Policy version', widthPx: 132 },
	host: { title: 'Upstream host', widthPx: 140 },
	latency: { title: 'Took', widthPx: 80, right: true },
	labels: { title: 'Labels', widthPx: 120 },
	request: { title: 'Request', widthPx: 150 },
	id: { title: 'Event ID', widthPx: 150 },
	ingested: { title: 'Ingested', widthPx: 184 },
};

/** Room between columns, at the ends, and for the box that marks a row, in CSS pixels. */
const GAP_PX = 12;
const EDGE_PX = 12;
export const MARK_PX = 20;

/** The width a column has now. */
export function widthOf({ key, widthPx }: ColumnChoice): number {
	return widthPx ?? COLUMN_LOOKS[key].widthPx;
}

/** The one column that takes what room is left, unless its width was set: the sentence, else the last. */
function stretched(columns: Columns): ColumnKey | undefined {
	const free = columns.findLast((column) => column.widthPx === null);
	return columns.find((column) => column.key === 'what' && column.widthPx === null)?.key ?? free?.key;
}

/** CSS grid tracks of a row: the mark, then the columns. */
export function tracksOf(columns: Columns): string {
	const wide = stretched(columns);
	const tracks = columns.map((column) => (column.key === wide ? `minmax(${widthOf(column)}px,1fr)` : `${widthOf(column)}px`));
	return [`${MARK_PX}px`, ...tracks, ...(wide === undefined ? ['minmax(0,1fr)'] : [])].join(' ');
}

/** The least width of a row, in CSS pixels; a narrower list scrolls sideways. */
export function rowWidthMin(columns: Columns): number {
	return columns.reduce((sum, column) => sum + widthOf(column) + GAP_PX, MARK_PX + 2 * EDGE_PX);
}

/** A width within the bounds, in whole pixels. */
export function boundedWidth(widthPx: number): number {
	return Math.round(Math.min(Math.max(widthPx, COLUMN_WIDTH_PX_MIN), COLUMN_WIDTH_PX_MAX));
}

/** The columns with one of them made `widthPx` wide; null lets it have its own width again. */
export function resized(columns: Columns, key: ColumnKey, widthPx: number | null): Columns {
	return columns.map((column) => (column.key === key ? { key, widthPx: widthPx === null ? null : boundedWidth(widthPx) } : column));
}

/** The columns with one of them put at `index`. */
export function moved(columns: Columns, key: ColumnKey, index: number): Columns {
	const column = columns.find((each) => each.key === key);
	if (column === undefined) return columns;
	const others = columns.filter((each) => each.key !== key);
	const at = Math.min(Math.max(index, 0), others.length);
	return [...others.slice(0, at), column, ...others.slice(at)];
}

/** The columns with one of them shown or no longer; the last one stays. */
export function toggledColumn(columns: Columns, key: ColumnKey): Columns {
	if (!columns.some((column) => column.key === key)) {
		// the number of an event stands last: what is new goes before it
		const before = columns.at(-1)?.key === 'seq' ? columns.length - 1 : columns.length;
		return [...columns.slice(0, before), { key, widthPx: null }, ...columns.slice(before)];
	}
	return columns.length === 1 ? columns : columns.filter((column) => column.key !== key);
}
