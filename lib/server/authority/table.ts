import 'server-only';
import type { AuthorityTableRow } from '../../api/authority';
import { authorityRowSchema } from '../../api/authority';
import { labelsOf } from '../../authority/collapse';
import { knownScopes } from '../../authority/edge-scopes';
import type { GraphEdge, GraphNode } from '../../authority/neighbourhood';
import { zonesConcerned } from '../../events/console';
import { csvLine } from '../../evidence/csv';
import { redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';
import { streamed } from '../http/streamed';
import { type Deed, record } from '../record';
import { focusText } from './focus';
import { type GraphInput, graphOf } from './graph';

const instant = (at: number | null | undefined) => (at === null || at === undefined ? '' : formatMicros(BigInt(at)));

function sessionRow({ id, row, standing, depth }: GraphNode): AuthorityTableRow {
	return {
		...{ kind: 'session', id, state: standing.state, known: standing.known ?? '', since: instant(standing.since) },
		...{ application: row?.app?.value ?? '', application_name: row?.appName?.value ?? '', source: row?.parent?.value ?? '', target: '' },
		...{ scopes: '', resource: row?.resources.map(({ resource }) => resource).join(' ') ?? '' },
		...{ labels: labelsOf(row?.labels?.value).join(' '), began: instant(row?.started?.at), expires: '', ended: instant(row?.ended?.at) },
		...{ last_used: instant(row?.usedAt), reason: standing.reason, depth: String(depth) },
	};
}

function edgeRow({ row, source, target, standing }: GraphEdge): AuthorityTableRow {
	return {
		...{ kind: 'delegation', id: row.id, state: standing.state, known: standing.known ?? '', since: instant(standing.since) },
		...{ application: '', application_name: '', source, target, scopes: knownScopes(row).join(' ') },
		...{ resource: row.resource?.value ?? row.resources.map(({ resource }) => resource).join(' '), labels: '' },
		...{ began: instant(row.created?.at), expires: instant(row.expires?.value), ended: instant(row.ended?.at) },
		...{ last_used: instant(row.usedAt), reason: standing.reason, depth: row.hop === null ? '' : String(row.hop) },
	};
}

const COLUMNS = Object.keys(authorityRowSchema.shape) as (keyof AuthorityTableRow)[];

async function* lines(rows: readonly AuthorityTableRow[], format: 'csv' | 'ndjson'): AsyncGenerator<string> {
	if (format === 'csv') {
		yield csvLine(COLUMNS) + rows.map((row) => csvLine(COLUMNS.map((column) => row[column]))).join('');
		yield `# rows: ${rows.length}\r\n`;
		return;
	}
	yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
	yield `${JSON.stringify({ trailer: { rows: rows.length, complete: true } })}\n`;
}

/** The graph as a table, taken out as a file. Recorded before the first line leaves. @throws AppError forbidden, not_found, unavailable */
export async function exportAuthority({ format, ...input }: GraphInput & { readonly format: 'csv' | 'ndjson' }): Promise<Response> {
	const { graph } = await graphOf(input);
	const rows = [...graph.nodes.map(sessionRow), ...graph.edges.map(edgeRow)];
	const { ctx, zoneId, query } = input;
	const filters = {
		authority: redactText(focusText(query)),
		depth: String(query.depth),
		...(query.at === undefined ? {} : { at: query.at }),
	};
	const deed = (zone: string): Deed => ({
		action: 'console.export',
		zoneId: zone,
		details: { filters, zones: [zoneId], format, events_exported: rows.length },
	});
	await record(ctx, zonesConcerned([zoneId], [zoneId]).map(deed));
	return new Response(streamed(lines(rows, format), ctx.requestId), {
		headers: {
			'content-type': format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8',
			'content-disposition': `attachment; filename="authority.${format}"`,
		},
	});
}
