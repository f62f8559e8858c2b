import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServices } from '../../db/testing/env';
import { jsonbText } from '../chain/jsonb-text';
import { scalarsAt, scalarText } from './json-items';
import { KEYS, numberTexts, valueArbitrary } from './testing/values';

let sql: postgres.Sql;
beforeAll(() => {
	sql = postgres(testServices().databaseUrl, { max: 1 });
});
afterAll(() => sql?.end());

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
	const rows = await sql<{ found: string[] | null }[]>`
		select array(
			select item #>> '{}' from jsonb_path_query((asked ->> 'document')::jsonb, (asked ->> 'path')::jsonpath) with ordinality found (item, at)
			where jsonb_typeof(item) in ('string', 'number', 'boolean') and item #>> '{}' <> '' order by at
		) as found from jsonb_array_elements(${JSON.stringify(asked)}::text::jsonb) with ordinality given (asked, at) order by at`;
	expect(rows).toHaveLength(cases.length);
	for (const [i, { document, path }] of asked.entries()) {
		const found = scalarsAt(document, cases[i]?.[1] ?? []).map(scalarText);
		expect(found, `${path} of ${document}`).toEqual(rows[i]?.found);
	}
	// the cases say something only when many paths lead somewhere
	expect(rows.filter(({ found }) => (found?.length ?? 0) > 0).length).toBeGreaterThan(500);
});
