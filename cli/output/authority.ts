import { field, numberAt, objectOf, textAt, textsAt } from '../../lib/events/read-json';
import { visible } from '../../lib/events/visible';
import type { JsonValue } from '../../lib/json';
import { formatMicros } from '../../lib/time';
import { words } from './diff';
import { type Column, Table, type TableStyle } from './table';

type JsonRecord = Readonly<Record<string, JsonValue>>;

function items(record: JsonRecord, key: string): JsonRecord[] {
	const list = field(record, key);
	return Array.isArray(list) ? list.map(objectOf) : [];
}

const part = (record: JsonRecord, key: string) => objectOf(field(record, key));
const said = (row: JsonRecord, key: string) => textAt(part(row, key), 'value');
const count = (record: JsonRecord, key: string) => numberAt(record, key) ?? 0;

/** Microseconds as the API gives them in rows. */
function instant(record: JsonRecord, key: string): string {
	const at = numberAt(record, key);
	return at === undefined ? '-' : formatMicros(BigInt(Math.round(at)));
}

const COLUMNS: readonly Column[] = [
	{ head: 'KIND', widthMin: 10, widthMax: 10 },
	{ head: 'ID', widthMin: 12, widthMax: 60 },
	{ head: 'STATE', widthMin: 9, widthMax: 9 },
	{ head: 'FROM', widthMin: 8, widthMax: 60 },
	{ head: 'TO', widthMin: 8, widthMax: 60 },
	{ head: 'APPLICATION, SCOPES', widthMin: 10, widthMax: 2000 },
];

/** Sessions and delegations as a table. */
export function graphText(answer: JsonRecord, style: TableStyle): string {
	const graph = part(answer, 'graph');
	const sessions = items(graph, 'nodes').map((node) => {
		const row = part(node, 'row');
		const app = said(row, 'appName') || said(row, 'app') || '-';
		return ['session', textAt(node, 'id'), textAt(part(node, 'standing'), 'state'), said(row, 'parent') || '-', '-', app];
	});
	const edges = items(graph, 'edges').map((edge) => {
		const row = part(edge, 'row');
		const whole = textsAt(row, 'scopesWhole');
		const scopes = (whole.length > 0 ? whole : textsAt(row, 'scopesUsed')).join(' ') || '-';
		const state = textAt(part(edge, 'standing'), 'state');
		return ['delegation', textAt(row, 'id'), state, textAt(edge, 'source') || '-', textAt(edge, 'target') || '-', scopes];
	});
	const table = new Table(COLUMNS, style);
	const rows = [...sessions, ...edges];
	return table.head(rows) + rows.map((row) => table.row(row)).join('');
}

/** Paths, one a line, and what cuts them. */
export function pathsText(answer: JsonRecord): string {
	const paths = part(answer, 'paths');
	const found = items(paths, 'paths');
	if (found.length === 0) return `No path from ${visible(textAt(answer, 'from'))} to ${visible(textAt(answer, 'resource'))}.\n`;
	const lines = found.map((path) => {
		const [sessions, edges] = [textsAt(path, 'sessions'), textsAt(path, 'edges')];
		return `- ${visible(sessions.map((session, i) => (i === 0 ? session : `-[${edges[i - 1] ?? ''}]-> ${session}`)).join(' '))}`;
	});
	const list = (key: string) => textsAt(paths, key).map((id) => `- ${visible(id)}`);
	const cuts = list('cuts');
	return `${[
		`Shortest paths: ${visible(textAt(paths, 'count'))}`,
		...lines,
		'Delegations in every path, however long:',
		...(cuts.length === 0 ? ['- none'] : cuts),
	].join('\n')}\n`;
}

/** What would fall. */
export function impactText(answer: JsonRecord): string {
	const blast = part(answer, 'blast');
	const reached = items(blast, 'reached').map(
		(each) =>
			`${'  '.repeat(Math.min(12, count(each, 'depth')))}- ${textAt(each, 'kind') === 'edge' ? 'delegation' : 'session'} ${visible(textAt(each, 'id'))}`,
	);
	const survivors = items(blast, 'survivors').map((each) => `- ${visible(textAt(each, 'session'))}`);
	const resources = items(blast, 'resources').map((each) => `- ${visible(textAt(each, 'resource'))}, last used ${instant(each, 'lastAt')}`);
	const command = textAt(part(answer, 'revoke'), 'command');
	return `${[
		`Falls: ${count(blast, 'edges')} delegations, ${count(blast, 'sessions')} sessions of ${items(blast, 'applications').length} applications`,
		...reached,
		`Requests a minute that stop: ${count(part(answer, 'rate'), 'perMinute').toFixed(1)}`,
		'Resources used by what falls:',
		...(resources.length === 0 ? ['- none on record'] : resources),
		'Loses delegations and goes on:',
		...(survivors.length === 0 ? ['- none'] : survivors),
		`Fingerprint: ${visible(textAt(blast, 'fingerprint'))}`,
		...(command === '' ? [] : [`To revoke: ${visible(command)}`]),
	].join('\n')}\n`;
}

const LIST: readonly Column[] = [
	{ head: 'PLACE', widthMin: 6, widthMax: 16 },
	{ head: 'DECIDED', widthMin: 27, widthMax: 32 },
	{ head: 'KIND', widthMin: 10, widthMax: 10 },
	{ head: 'USES AFTER', widthMin: 10, widthMax: 10 },
	{ head: 'WHAT', widthMin: 10, widthMax: 2000 },
];

/** Revocations as a table, newest first. */
export function revocationsText(answer: JsonRecord, style: TableStyle): string {
	const rows = items(answer, 'revocations').map((each) => {
		const row = part(each, 'revocation');
		const uses = numberAt(each, 'violations');
		return [String(count(row, 'seq')), textAt(each, 'at'), textAt(row, 'kind'), uses === undefined ? '-' : String(uses), textAt(row, 'id')];
	});
	const table = new Table(LIST, style);
	return table.head(rows) + rows.map((row) => table.row(row)).join('');
}

/** One revocation: the sentence, what fell, who has heard, uses after it. */
export function revocationText(answer: JsonRecord): string {
	const cascade = part(answer, 'cascade');
	const members = items(cascade, 'members').map((member) => {
		const after = numberAt(member, 'namedAfterMs');
		const named = after === undefined ? textAt(member, 'known') : `${textAt(member, 'known')} after ${after} ms`;
		return `- ${textAt(member, 'kind') === 'edge' ? 'delegation' : 'session'} ${visible(textAt(member, 'id'))}: ${named}`;
	});
	const consumers = items(answer, 'consumers').map((consumer) => {
		const after = numberAt(consumer, 'ackedAfterMs');
		const late = field(consumer, 'isBeyondObjective') === true ? ', beyond the objective' : '';
		return `- ${visible(textAt(consumer, 'name'))}: ${textAt(consumer, 'state')}${after === undefined ? '' : ` after ${after} ms`}${late}`;
	});
	const uses = items(part(part(answer, 'uses'), 'violations'), 'list').map(
		(use) => `- ${count(use, 'afterMs')} ms after, request ${visible(textAt(use, 'requestId'))}, event #${count(use, 'seq')}`,
	);
	return `${[
		words(field(part(answer, 'verdict'), 'sentence')),
		`Fell: ${count(cascade, 'edges')} delegations, ${count(cascade, 'sessions')} sessions`,
		...members,
		'Who has heard:',
		...(consumers.length === 0 ? ['- no consumer was sampled'] : consumers),
		'Uses after it:',
		...(uses.length === 0 ? ['- none on record'] : uses),
	].join('\n')}\n`;
}
