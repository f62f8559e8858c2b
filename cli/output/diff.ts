import { field, objectOf, textAt, textsAt } from '../../lib/events/read-json';
import { visible } from '../../lib/events/visible';
import type { JsonValue } from '../../lib/json';
import { type Column, Table, type TableStyle } from './table';

type JsonRecord = Readonly<Record<string, JsonValue>>;

const COLUMNS: readonly Column[] = [
	{ head: 'FIELD', widthMin: 5, widthMax: 24 },
	{ head: 'BEFORE', widthMin: 6, widthMax: 72 },
	{ head: 'AFTER', widthMin: 5, widthMax: 2000 },
];

/** A sentence of the API as one line of text. */
export function words(value: JsonValue | undefined): string {
	const segments = Array.isArray(value) ? value.map(objectOf) : [];
	return visible(
		segments
			.map((segment) => textAt(segment, 'whole', 'text'))
			.join('')
			.replaceAll('\u00a0', ' '),
	);
}

function items(record: JsonRecord, key: string): JsonRecord[] {
	const list = field(record, key);
	return Array.isArray(list) ? list.map(objectOf) : [];
}

function sideLine(side: JsonRecord): string {
	const place = objectOf(field(side, 'place'));
	const parts = [textAt(side, 'requestId'), textAt(side, 'decision') || 'no decision', textAt(side, 'at')];
	return visible(`${parts.join(', ')}, zone ${textAt(side, 'zone')} #${textAt(place, 'seq')}`);
}

const cell = (record: JsonRecord, key: string) => textsAt(record, key).join(', ') || '-';

function named(title: string, fields: readonly JsonRecord[]): string[] {
	return fields.length === 0 ? [] : [`${title}: ${visible(fields.map((each) => textAt(each, 'name')).join(', '))}`];
}

/**
 * Two requests side by side, for people: the likeliest cause first, then what differs, what cannot be compared, and what happened
 * in between. Text of events is visible and on its line.
 */
export function diffText(diff: JsonRecord, style: TableStyle): string {
	const cause = objectOf(field(diff, 'cause'));
	const fields = items(diff, 'fields');
	const of = (state: string) => fields.filter((each) => textAt(each, 'state') === state);
	const rows = of('differs').map((each) => [textAt(each, 'name'), cell(each, 'before'), cell(each, 'after')]);
	const table = new Table(COLUMNS, style);
	const changes = items(diff, 'changes');
	const left = Number(textAt(diff, 'changesLeftOut'));
	return [
		`Likeliest cause: ${words(field(cause, 'sentence'))}`,
		`How sure: ${visible(textAt(cause, 'sure'))}, ${words(field(cause, 'why'))}`,
		`Before: ${sideLine(objectOf(field(diff, 'before')))}`,
		`After: ${sideLine(objectOf(field(diff, 'after')))}`,
		'',
		...(rows.length === 0
			? ['Nothing that both record differs.']
			: [table.head(rows).trimEnd(), ...rows.map((row) => table.row(row).trimEnd())]),
		'',
		...named('Same', of('same')),
		...named('Cannot be compared', of('unknown')),
		...(changes.length === 0 ? ['Between the two: nothing that changes authority or policy.'] : ['Between the two:']),
		...(left > 0 ? [`- ${left} earlier changes are left out`] : []),
		...changes.map((change) => `- ${visible(textAt(change, 'at'))} ${words(field(change, 'sentence'))}`),
		'',
	].join('\n');
}
