import { type SQL, sql } from 'drizzle-orm';
import type { AuditEvent } from '../../../lib/events/contract';
import { keyOf } from '../../../lib/events/terms';
import type { FieldLeaf, Leaf, MetadataLeaf, Test, WordsLeaf } from '../../../lib/query/ast';
import { field, type JsonDocument, type Source } from '../../../lib/query/fields';
import { needleOf } from '../../../lib/query/match';
import { words } from '../../../lib/query/words';
import { rangeCondition, textCondition } from './text-test';

const COLUMNS: Readonly<Partial<Record<keyof AuditEvent, SQL>>> = {
	id: sql`e.id`,
	eventType: sql`e.event_type`,
	requestId: sql`e.request_id`,
	decision: sql`e.decision`,
	policySetId: sql`e.policy_set_id`,
	policySetVersionId: sql`e.policy_set_version_id`,
	manifestSha: sql`e.manifest_sha`,
	evaluationStatus: sql`e.evaluation_status`,
};

const DOCUMENTS: Readonly<Record<JsonDocument, SQL>> = {
	metadata: sql`e.metadata_json`,
	diagnostics: sql`e.diagnostics_json`,
	policies: sql`e.determining_policies_json`,
};

/** A column of the event; an empty text is an absent one. */
function columnTest(column: SQL, test: Test): SQL {
	if (test.op === 'present') return sql`${column} <> ''`;
	return test.op === 'equals' ? textCondition(test, column) : sql`(${column} <> '' and ${textCondition(test, column)})`;
}

/** The path as one of Postgres's lax paths: a list, on the way and at the end, stands for its items. */
function jsonPath(path: readonly string[]): string {
	return `$${path.map((key) => `[*].${JSON.stringify(key)}`).join('')}[*]`;
}

/**
 * A text as it stands inside JSON, so that most records are passed over without being parsed. Null when masking might have put it
 * there.
 */
function mentioned(document: SQL, value: string): SQL {
	if (value === '' || '[redacted]'.includes(value) || value.includes('[redacted]')) return sql`true`;
	return sql`strpos(${document}, ${JSON.stringify(value).slice(1, -1)}) > 0`;
}

const VALUE = sql`(item #>> '{}')`;
const IS_SCALAR = sql`jsonb_typeof(item) in ('string', 'number', 'boolean') and ${VALUE} <> ''`;
const NUMBER = sql`case when jsonb_typeof(item) = 'number' then ${VALUE}::numeric end`;

/** What a test asks of an item `item` of a document. */
function itemTest(test: Test, kind: 'text' | 'number'): SQL {
	if (test.op === 'range') return rangeCondition(test, NUMBER, 'number');
	if (test.op !== 'present') return sql`${IS_SCALAR} and ${textCondition(test, VALUE)}`;
	if (kind === 'number') return sql`${NUMBER} is not null`;
	return IS_SCALAR;
}

/** The test on the items that a path leads to; true or not, never unknown. */
function jsonTest(document: SQL, path: readonly string[], test: Test, kind: 'text' | 'number'): SQL {
	if (path.some((key) => key.includes('\u0000'))) return sql`false`;
	const [key = ''] = path;
	const hint = test.op === 'equals' && !test.value.includes('\u0000') ? mentioned(document, test.value) : mentioned(document, key);
	return sql`(${document} is not null and ${hint} and exists (
		select from jsonb_path_query(audit_masked(${document})::jsonb, ${jsonPath(path)}::jsonpath) as item where ${itemTest(test, kind)}))`;
}

function sourceTest(source: Source, test: Test, kind: 'text' | 'number'): SQL {
	if (source.in === 'event') {
		const column = COLUMNS[source.key];
		if (column === undefined) throw new Error(`no column of the ledger is ${source.key}`);
		return columnTest(column, test);
	}
	if (source.in === 'projection') throw new Error(`${source.key} is asked of the projection`);
	return jsonTest(DOCUMENTS[source.in], source.path, test, kind);
}

function fieldTest(leaf: FieldLeaf): SQL {
	if (leaf.field === 'request' && leaf.test.op === 'equals')
		return sql`(s.request_key = ${keyOf(leaf.test.value).toString()}::bigint and ${textCondition(leaf.test, sql`e.request_id`)})`;
	const { from, kind } = field(leaf.field);
	const sources = from.map((source) => sourceTest(source, leaf.test, kind === 'number' ? 'number' : 'text'));
	return sql`(${sql.join(sources, sql` or `)})`;
}

function wordsTest(leaf: WordsLeaf): SQL {
	const needle = needleOf(leaf);
	const [longest = ''] = words(leaf.text).toSorted((a, b) => b.length - a.length);
	return sql`audit_event_holds(${needle}, ${longest}, e.id, e.event_type, e.request_id, e.decision, e.policy_set_id, e.policy_set_version_id,
		e.manifest_sha, e.evaluation_status, e.determining_policies_json, e.diagnostics_json, e.metadata_json)`;
}

function metadataTest(leaf: MetadataLeaf): SQL {
	return jsonTest(DOCUMENTS.metadata, leaf.path, leaf.test, 'text');
}

/** What a leaf asks of a row `e` of the ledger (and `s` of the projection). */
export function ledgerLeaf(leaf: Leaf, negated: boolean): SQL {
	const test = leaf.kind === 'words' ? wordsTest(leaf) : leaf.kind === 'metadata' ? metadataTest(leaf) : fieldTest(leaf);
	return negated ? sql`not coalesce(${test}, false)` : test;
}
