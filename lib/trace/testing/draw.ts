import type { JsonValue } from '../../json';
import { parseRfc3339Micros } from '../../time';
import type { TraceEvent } from '../event';

/** Instant 0 of every drawing. */
export const DRAWN_START = parseRfc3339Micros('2026-11-21T12:00:00Z') ?? 0n;

const UNITS: Readonly<Record<string, number>> = { ms: 1e3, s: 1e6, min: 6e7, h: 3.6e9, d: 8.64e10 };
const AMOUNT = /^(-?\d+(?:\.\d+)?)(ms|s|min|h|d)$/;

/** `40ms`, `-4min`, `0` as microseconds. */
export function micros(text: string): bigint {
	if (text === '0') return 0n;
	const [, amount = '', unit = ''] = AMOUNT.exec(text) ?? [];
	const factor = UNITS[unit];
	if (factor === undefined) throw new Error(`not an amount of time: ${text}`);
	return BigInt(Math.round(Number(amount) * factor));
}

/** Short names of metadata keys in drawings. */
const KEYS: Readonly<Record<string, string>> = {
	app: 'application_id',
	name: 'application_name',
	session: 'agent_session_id',
	parent: 'agent_parent_id',
	record: 'session_id',
	edge: 'delegation_edge_id',
	epoch: 'delegation_graph_epoch',
	hops: 'delegation_hop_count',
	kind: 'subject_kind',
	challenge: 'challenge_id',
	trace: 'trace_id',
	host: 'upstream_host',
	up: 'upstream_status',
	got: 'gateway_status',
	took: 'latency_ms',
	error: 'error_kind',
	labels: 'agent_labels',
	scopes: 'requested_scopes',
};
const LISTS = new Set(['scopes', 'labels', 'requested', 'edge_ids']);
const NUMBERS = new Set(['up', 'got', 'took', 'hops', 'epoch', 'affected_edges']);

function drawnValue(key: string, text: string): JsonValue {
	if (/^[[{"]/.test(text)) return JSON.parse(text) as JsonValue;
	if (LISTS.has(key)) return text === '' ? [] : text.split(',');
	return NUMBERS.has(key) && text !== '' ? Number(text) : text === 'true' ? true : text;
}

/** `app_o/ses_root>edge_1>app_m/ses_child` as a delegation chain. */
function chain(text: string): JsonValue {
	const parts = text.split('>');
	const hops: JsonValue[] = [];
	for (let i = 0; i < parts.length; i += 2) {
		const [application_id = '', agent_session_id = ''] = (parts[i] ?? '').split('/');
		hops.push({ application_id, agent_session_id, delegation_edge_id: parts[i + 1] ?? '' });
	}
	return hops;
}

function diagnostics(text: string): JsonValue {
	if (text.startsWith('[')) return JSON.parse(text) as JsonValue;
	return text.split(',').map((item): JsonValue => {
		if (item === 'step_up') return { step_up_required: { type: 'human_approval', tiers: [{ tier: 'high', approver: 'operator' }] } };
		return item.startsWith('risk:') ? { risk: [{ scope: item.slice(5), tier: 'low' }] } : { reason: item };
	});
}

/** A line of a drawing: `<at> <type> [decision] [status] key=value ...`; `-` stands for an absent decision or status. */
function drawnLine(line: string, seq: number): TraceEvent {
	const [at = '0', eventType = '', ...rest] = line.split(/\s+/);
	const words = rest.filter((word) => !word.includes('='));
	const pairs = rest
		.filter((word) => word.includes('='))
		.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const);
	const given = new Map(pairs);
	const metadata: Record<string, JsonValue> = {};
	const time = (key: string, otherwise: string) => micros(given.get(key) ?? otherwise);
	const truly = DRAWN_START + micros(at);
	const isOnStream = given.get('stream') !== '';
	const streamedAt = truly + (isOnStream ? time('stream', '4ms') : 0n);
	for (const [key, text] of pairs) {
		if (['skew', 'stream', 'ingest', 'request', 'zone', 'seq', 'version', 'manifest', 'policies', 'diag', 'meta'].includes(key)) continue;
		metadata[KEYS[key] ?? key] = key === 'delegation_chain' || key === 'chain' ? chain(text) : drawnValue(key, text);
	}
	if (given.has('chain')) {
		metadata.delegation_chain = metadata.chain ?? null;
		delete metadata.chain;
	}
	const policies = given.get('policies');
	const word = (i: number) => (words[i] === undefined || words[i] === '-' ? '' : words[i]);
	const isAuthority = /^(?:session_|delegation_|policy_activate)/.test(eventType);
	return {
		zone: given.get('zone') ?? 'zn_demo',
		seq: Number(given.get('seq') ?? seq),
		id: `ev_${seq}`,
		eventType,
		requestId: given.get('request') ?? (isAuthority ? '' : 'req-1'),
		decision: word(0),
		policySetId: '',
		policySetVersionId: given.get('version') ?? '',
		manifestSha: given.get('manifest') ?? (given.has('version') ? `sha-of-${given.get('version')}` : ''),
		contentSha256: 'ab'.repeat(32),
		evaluationStatus: word(1),
		determiningPolicies: policies === undefined ? null : policies === '' ? [] : policies.split(',').map((policy) => ({ policy })),
		diagnostics: given.has('diag') ? diagnostics(given.get('diag') ?? '') : null,
		metadata: given.has('meta') ? (JSON.parse(given.get('meta') ?? 'null') as JsonValue) : metadata,
		occurredAt: truly + time('skew', '0'),
		streamedAt: isOnStream ? streamedAt : null,
		ingestedAt: streamedAt + time('ingest', '34ms'),
	};
}

/**
 * Events drawn as text, one a line, in ledger order; blank lines and what follows `#` at a line's start are left out.
 * `at` is the true time after DRAWN_START; `skew` is what the producer's clock is off by, `stream` how long until Redis had it,
 * `ingest` how long it then took. Defaults: zone zn_demo, request req-1, 4 ms, 34 ms.
 */
export function drawn(text: string): TraceEvent[] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line, i) => drawnLine(line, i + 1));
}
