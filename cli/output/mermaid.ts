import { field, objectOf, textAt, textsAt } from '../../lib/events/read-json';
import { cutMiddle, visible } from '../../lib/events/visible';
import type { JsonValue } from '../../lib/json';

type JsonRecord = Readonly<Record<string, JsonValue>>;

const LABEL_MAX = 60;

/** A text inside quotes of Mermaid: what means something to it or to HTML is written by number. */
function label(text: string): string {
	return `"${visible(cutMiddle(text, LABEL_MAX)).replace(/["&<>#;`\\|[\]{}()]/g, (sign) => `#${sign.codePointAt(0)};`)}"`;
}

/** Names of nodes: identifiers may hold anything. */
class Nodes {
	private readonly names = new Map<string, string>();
	of(id: string): string {
		const name = this.names.get(id) ?? `n${this.names.size}`;
		this.names.set(id, name);
		return name;
	}
}

function items(record: JsonRecord, key: string): JsonRecord[] {
	const list = field(record, key);
	return Array.isArray(list) ? list.map(objectOf) : [];
}

const said = (row: JsonRecord, key: string) => textAt(objectOf(field(row, key)), 'value');

function scopesOf(row: JsonRecord): string {
	const whole = textsAt(row, 'scopesWhole');
	return (whole.length > 0 ? whole : textsAt(row, 'scopesUsed')).join(', ');
}

/** The graph of `authority graph` as a Mermaid flow chart. */
export function graphMermaid(answer: JsonRecord): string {
	const graph = objectOf(field(answer, 'graph'));
	const nodes = new Nodes();
	const lines = ['flowchart LR'];
	for (const node of items(graph, 'nodes')) {
		const row = objectOf(field(node, 'row'));
		const name = said(row, 'appName') || said(row, 'app');
		const state = textAt(objectOf(field(node, 'standing')), 'state');
		const id = textAt(node, 'id');
		lines.push(`  ${nodes.of(id)}[${label([name, id, state === 'alive' ? '' : state].filter((text) => text !== '').join(' · '))}]`);
	}
	for (const edge of items(graph, 'edges')) {
		const [source, target] = [nodes.of(textAt(edge, 'source')), nodes.of(textAt(edge, 'target'))];
		const state = textAt(objectOf(field(edge, 'standing')), 'state');
		const scopes = scopesOf(objectOf(field(edge, 'row')));
		const arrow = state === 'alive' ? '-->' : '-.->';
		lines.push(`  ${source} ${arrow}${scopes === '' ? '' : `|${label(scopes)}|`} ${target}`);
	}
	return `${lines.join('\n')}\n`;
}

/** The paths of `authority path` as a Mermaid flow chart; what cuts them is drawn thick. */
export function pathsMermaid(answer: JsonRecord): string {
	const paths = objectOf(field(answer, 'paths'));
	const nodes = new Nodes();
	const cuts = new Set(textsAt(paths, 'cuts'));
	const lines = new Set(['flowchart LR']);
	for (const path of items(paths, 'paths')) {
		const [sessions, edges] = [textsAt(path, 'sessions'), textsAt(path, 'edges')];
		for (const [i, edge] of edges.entries()) {
			const [from = '', to = ''] = [sessions[i], sessions[i + 1]];
			lines.add(`  ${nodes.of(from)}[${label(from)}] ${cuts.has(edge) ? '==>' : '-->'}|${label(edge)}| ${nodes.of(to)}[${label(to)}]`);
		}
	}
	return `${[...lines].join('\n')}\n`;
}
