import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonbText } from '../lib/chain';
import { redactJson, redactText } from '../lib/evidence/redact';
import { normalise, normaliseNeedle, searchText, words } from '../lib/query/words';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { testServices } from './testing/env';

let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	sql = postgres(database.url, { max: 1, onnotice: () => {} });
});

afterAll(async () => {
	await sql.end();
	await database.drop();
});

/** What Postgres makes of each text by a function of one. */
async function bySql(name: 'audit_words' | 'audit_masked' | 'audit_masked_text', texts: readonly string[]): Promise<string[]> {
	const rows = await sql<{ text: string }[]>`
		select ${sql.unsafe(name)}(t) as text from jsonb_array_elements_text(${JSON.stringify(texts)}::text::jsonb) with ordinality as a(t, place)
		order by place`;
	return rows.map((row) => row.text);
}

const JWT = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln';
const CONSOLE_TOKEN = `cat_12345678_${'a1B_'.repeat(10)}x-y`;
const piece = fc.oneof(
	fc.constantFrom('\\', '"', '\\"', '\\n', '\\u001f', ' ', '  ', '\n', '.', 'eyJ', 'cat_', 'Bearer ', 'é', '\u{1F600}', '_', 'K', 'ſ'),
	fc.constantFrom(JWT, CONSOLE_TOKEN, 'abcdefgh12345678', 'abc1abcd', 'basic', 'DPoP  abcdefghijklmnop', 'x'),
	fc.string({ unit: 'grapheme', maxLength: 6 }),
	fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.toWellFormed().replaceAll('\u0000', '')),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const key = fc.oneof(
	text,
	fc.constantFrom('password', 'db_PASSWORD', 'api-key', 'api"key', 'api\nkey', 'apikeys', 'session', 'Session', 'session_id', 'token', 'x'),
	fc.constantFrom(
		'tokens',
		'x_tokens',
		'idTokens',
		'xtokens',
		'pwd',
		'access\nkey',
		'secret_key',
		'token value',
		'token__value',
		'cookieheader',
	),
);
const { json } = fc.letrec((tie) => ({
	json: fc.oneof(
		{ depthSize: 'small' },
		text,
		fc.constantFrom(null, true, '', 0, 1.5, '[redacted]'),
		fc.array(tie('json'), { maxLength: 3 }),
		fc.dictionary(key, tie('json'), { maxKeys: 4 }),
	),
}));
const document = (json as fc.Arbitrary<unknown>).map((value) => jsonbText(JSON.stringify(value)) ?? 'null');

async function agrees(arbitrary: fc.Arbitrary<string>, ofSql: (texts: string[]) => Promise<string[]>, ofCode: (text: string) => string) {
	await fc.assert(
		fc.asyncProperty(fc.array(arbitrary, { minLength: 40, maxLength: 40 }), async (texts) => {
			expect(await ofSql(texts)).toEqual(texts.map(ofCode));
		}),
		{ numRuns: 60 },
	);
}

describe('SQL and code agree on random texts', () => {
	test('in their normal form', () => agrees(fc.oneof(text, document), (texts) => bySql('audit_words', texts), normalise));
	test('in what is masked of a text', () => agrees(text, (texts) => bySql('audit_masked_text', texts), redactText));
	test('in what is masked of JSON', () => agrees(document, (texts) => bySql('audit_masked', texts), redactJson));
});

test.each([
	['{"a": {"password": {"x": [1, "y"]}, "b": "c"}}', '{"a": {"password": "[redacted]", "b": "c"}}'],
	['{"token": [], "secret": null, "cookie": "", "key": 1}', '{"token": "[redacted]", "secret": null, "cookie": "", "key": 1}'],
	[`["x Bearer abcdefgh12345678 y", "${JWT}"]`, '["x Bearer [redacted] y", "[redacted]"]'],
	['{"api\\nkey": 12, "say": "\\nbearer abcdefgh12345678\\u001f"}', '{"api\\nkey": "[redacted]", "say": "\\nbearer [redacted]\\u001f"}'],
])('%s is masked as %s by both', async (open, masked) => {
	expect(redactJson(open)).toBe(masked);
	expect(await bySql('audit_masked', [open])).toEqual([masked]);
});

test('deep and long JSON is masked without recursion', async () => {
	const deep = `{"token": ${'['.repeat(900)}1${']'.repeat(900)}, "x": "${'a '.repeat(50_000)}"}`;
	expect(await bySql('audit_masked', [deep])).toEqual([redactJson(deep)]);
});

test('SQL finds a needle in an event exactly when the code does', async () => {
	const column = fc.oneof(text, fc.constantFrom('', 'token_exchange'));
	const event = fc.record({
		id: column,
		eventType: column,
		requestId: column,
		decision: column,
		policySetId: column,
		policySetVersionId: column,
		manifestSha: column,
		evaluationStatus: column,
		determiningPoliciesText: fc.option(document),
		diagnosticsText: fc.option(document),
		metadataText: fc.option(document),
	});
	const longest = (needle: string) => words(needle).sort((a, b) => b.length - a.length)[0] ?? '';
	await fc.assert(
		fc.asyncProperty(event, text, fc.nat(), fc.nat(40), async (record, other, start, length) => {
			const whole = searchText(record);
			const from = start % (whole.length + 1);
			for (const needle of [other, whole.slice(from, from + length).toWellFormed()]) {
				const wanted = ` ${normaliseNeedle(needle)} `;
				const columns = Object.values(record);
				const [row] = await sql<{ text: string; holds: boolean }[]>`
					select audit_search_text(c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11]) as text,
						audit_event_holds(${wanted}, ${longest(needle)}, c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11]) as holds
					from (select array(select value #>> '{}' from jsonb_array_elements(${JSON.stringify(columns)}::text::jsonb) with ordinality as a(value, place)
						order by place) as c) as event`;
				expect(row?.text).toBe(whole);
				expect(row?.holds).toBe(` ${normalise(whole)} `.includes(wanted));
			}
		}),
		{ numRuns: 400 },
	);
});
