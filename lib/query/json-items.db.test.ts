import fc from 'fast-check';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { jsonbText } from '../chain/jsonb-text';
import { scalarsAt, scalarText } from './json-items';
import { KEYS, numberTexts, valueArbitrary } from './testing/values';

let database: TestDatabase;
let sql: SqlClient;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	sql = openSql(database.url, { role: 'console_web', connectionsMax: 1, applicationName: 'test' });
});
afterAll(async () => {
	await sql?.end();
	await database?.drop();
});

const scalar = fc.oneof(
	valueArbitrary.map((text) => JSON.stringify(text)),
	fc.constantFrom(...numberTexts, 'null', 'true', '""'),
);
const json = fc.letrec<{ value: string }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 5 },
		scalar,
		fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
		fc
			.array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 3 })
			.map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`),
	),
})).value;

test('a path leads to the same scalars as in Postgres', async () => {
	const cases = fc.sample(fc.tuple(json, fc.array(fc.constantFrom(...KEYS), { maxLength: 3 })), 5000);
	const asked = cases.map(([document, path]) => ({
		document: jsonbText(document),
		path: `$${path.map((key) => `[*].${JSON.stringify(key)}`).join('')}[*]`,
	}));
	const rows = await sql<{ found: string }[]>`
		select to_json(array(
			select item #>> '{}' from jsonb_path_query((asked ->> 'document')::jsonb, (asked ->> 'path')::jsonpath) with ordinality found (item, at)
			where jsonb_typeof(item) in ('string', 'number', 'boolean') and item #>> '{}' <> '' order by at
		))::text as found from jsonb_array_elements(${JSON.stringify(asked)}::text::jsonb) with ordinality given (asked, at) order by at`;
	expect(rows).toHaveLength(cases.length);
	for (const [i, { document, path }] of asked.entries()) {
		const found = scalarsAt(document, cases[i]?.[1] ?? []).map(scalarText);
		expect(found, `${path} of ${document}`).toEqual(JSON.parse(rows[i]?.found ?? 'null'));
	}
	// the cases say something only when many paths lead somewhere
	expect(rows.filter(({ found }) => found !== '[]').length).toBeGreaterThan(500);
});
