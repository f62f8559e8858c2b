import * as access from './access-operations';
import * as audit from './audit-operations';
import * as authority from './authority-operations';
import * as events from './event-operations';
import * as evidence from './evidence-operations';
import * as integrity from './integrity-operations';
import * as onCall from './oncall-operations';
import type { Operation } from './operation';
import * as search from './search-operations';
import * as tail from './tail-operations';
import * as traces from './trace-operations';
import * as views from './view-operations';

function isOperation(value: unknown): value is Operation {
	return value !== null && typeof value === 'object' && 'id' in value && 'method' in value && 'answer' in value;
}

function operationsOf(file: object): Operation[] {
	return Object.values(file)
		.filter(isOperation)
		.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** A group of operations as the document and its page show it. */
export interface OperationGroup {
	readonly name: string;
	readonly about: string;
	readonly operations: readonly Operation[];
}

/** Every operation there is. What is exported from the files of operations is in the document; nothing is listed twice. */
export const OPERATION_GROUPS: readonly OperationGroup[] = [
	{
		name: 'Events',
		about: 'The ledger as the console shows it: search, one event, its signed bytes, and what stands behind it.',
		operations: operationsOf(events),
	},
	{
		name: 'Search',
		about:
			'What stands around a search: counts over time, values, differences, context, export. `q` is a query in the language of the search.',
		operations: operationsOf(search),
	},
	{
		name: 'Tail',
		about: 'The ledger as it grows, as server-sent events that lose nothing.',
		operations: operationsOf(tail),
	},
	{
		name: 'On call',
		about: 'The ledger in a few figures, each with the rule by which it asks for attention.',
		operations: operationsOf(onCall),
	},
	{
		name: 'Requests',
		about: 'One request ID to why: all that is known of it as a trace, and what changed since one like it was allowed.',
		operations: operationsOf(traces),
	},
	{
		name: 'Authority',
		about:
			'Who delegated what to whom, at any moment; what a revocation would take down, and what one took down. Instants inside rows are microseconds since 1970.',
		operations: operationsOf(authority),
	},
	{
		name: 'Integrity',
		about: 'Whether the ledger is what it was: sweeps, findings, signed checkpoints and proofs between them.',
		operations: operationsOf(integrity),
	},
	{
		name: 'Evidence',
		about: 'Bundles that prove, without the console, that events stand in the ledger as it was signed. A worker makes them.',
		operations: operationsOf(evidence),
	},
	{
		name: 'Views',
		about: 'Searches saved under a name, for yourself or shared in a zone.',
		operations: operationsOf(views),
	},
	{
		name: 'Zones',
		about: "The ledger in Caracal's shapes, one zone at a time.",
		operations: operationsOf(audit),
	},
	{
		name: 'Access',
		about: 'Who asks, accounts and their roles, sessions, and API tokens.',
		operations: operationsOf(access),
	},
];

export const OPERATIONS: readonly Operation[] = OPERATION_GROUPS.flatMap((group) => group.operations);
