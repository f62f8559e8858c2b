import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { textArrayText } from '../../db/ledger/arrays';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { JsonRejected } from './json-rejected';
import { jsonbText } from './jsonb-text';

/** Documents sent to Postgres in one query. */
const ROUND = 400;

let database: TestDatabase;
let sql: SqlClient;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 1, applicationName: 'test' });
	await sql.unsafe(`
		create function pg_temp.jsonb_text(document text) returns text language plpgsql as $$
		begin
			return document::jsonb::text;
		exception when others then
			return null;
		end $$`);
});

afterAll(async () => {
	await sql.end();
	await database.drop();
});

/** What this code makes of a document, null when it rejects it. */
function mine(json: string): string | null {
	try {
		return jsonbText(json);
	} catch (error) {
		if (error instanceof JsonRejected) return null;
		throw error;
	}
}

/** What Postgres makes of each, null when it rejects it. */
async function theirs(documents: readonly string[]): Promise<(string | null)[]> {
	const rows = await sql<{ text: string | null }[]>`
		select pg_temp.jsonb_text(d) as text from unnest(${textArrayText(documents)}::text[]) with ordinality as u(d, place) order by place`;
	return rows.map((row) => row.text);
}

async function compare(documents: readonly string[]): Promise<void> {
	const expected = await theirs(documents);
	documents.forEach((document, i) => {
		expect(mine(document), document.length > 300 ? `${document.slice(0, 300)}...` : document).toBe(expected[i]);
	});
}

const digits = (max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: max });
const integer = fc.oneof(
	fc.constant('0'),
	fc.tuple(fc.constantFrom(...'123456789'), fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 40 })).map((t) => t.join('')),
);
const number = fc
	.tuple(
		fc.constantFrom('', '-'),
		integer,
		fc.option(digits(30)),
		fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-', 'E-'), fc.oneof(digits(2), fc.nat(140_000).map(String)))),
	)
	.map(([sign, whole, fraction, exponent]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent?.join('') ?? ''}`);

/** One character of a JSON string, written in one of the ways it can be. U+0000 and half pairs are left to other tests. */
const character = fc.oneof(
	{ weight: 6, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }).map((c) => JSON.stringify(c).slice(1, -1)) },
	{
		weight: 2,
		arbitrary: fc
			.string({ unit: 'binary', minLength: 1, maxLength: 1 })
			.map((c) => JSON.stringify(c).slice(1, -1).replaceAll('\\u0000', '')),
	},
	{
		weight: 2,
		arbitrary: fc.constantFrom(
			'\\"',
			'\\\\',
			'\\/',
			'\\b',
			'\\f',
			'\\n',
			'\\r',
			'\\t',
			'\u007f',
			'\u2028',
			'\u{1F600}',
			'\uFFFF',
			'\uE000',
		),
	},
	{
		weight: 2,
		arbitrary: fc.tuple(fc.integer({ min: 1, max: 0xd7ff }), fc.boolean()).map(([code, upper]) => {
			const hex = code.toString(16).padStart(4, '0');
			return `\\u${upper ? hex.toUpperCase() : hex}`;
		}),
	},
	{
		weight: 1,
		arbitrary: fc
			.tuple(fc.integer({ min: 0xd800, max: 0xdbff }), fc.integer({ min: 0xdc00, max: 0xdfff }))
			.map((pair) => pair.map((code) => `\\u${code.toString(16)}`).join('')),
	},
);
const string = fc.array(character, { maxLength: 12 }).map((parts) => `"${parts.join('')}"`);
/** Few and short, so that keys collide, also by different spellings. */
const key = fc.oneof(
	string,
	fc.constantFrom('"a"', '"\\u0061"', '"b"', '"ab"', '"ba"', '"é"', '"\\u00e9"', '"__proto__"', '""', '"1"', '"10"'),
);
const space = fc.constantFrom('', '', '', ' ', '\n', '\t', ' \r\n ');

const { value } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		fc.oneof(number, string, fc.constantFrom('true', 'false', 'null', '{}', '[]')),
		tie('list'),
		tie('object'),
	),
	list: fc
		.array(fc.tuple(space, tie('value'), space), { maxLength: 5 })
		.map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
	object: fc
		.array(fc.tuple(space, key, space, tie('value'), space), { maxLength: 40 })
		.map((members) => `{${members.map(([a, name, b, item, c]) => `${a}${name}${b}:${b}${item}${c}`).join(',')}}`),
}));

test('random documents get the text Postgres gives them', async () => {
	for (let round = 0; round < 5; round++)
		await compare(
			fc.sample(
				fc.tuple(space, value, space).map((t) => t.join('')),
				ROUND,
			),
		);
});

test('random numbers get the text Postgres gives them, or are rejected by both', async () => {
	await compare(fc.sample(number, ROUND));
});

test('documents with a random error are rejected by both, or are still right', async () => {
	const broken = fc
		.tuple(value, fc.nat(), fc.constantFrom('', '"', '\\', '{', '}', ',', ':', '0', '-', 'e', '\\u00', '\u0001', '\\ud83d'), fc.nat(2))
		.map(([document, at, text, cut]) => {
			const place = document.length === 0 ? 0 : at % document.length;
			return (document.slice(0, place) + text + document.slice(place + cut)).toWellFormed();
		});
	// the escape of U+0000 is Caracal's own rule, not Postgres's
	await compare(fc.sample(broken, ROUND * 2).filter((document) => !document.includes('\\u0000')));
});

test('nasty literals get the text Postgres gives them', async () => {
	await compare([
		'1e131071',
		'1e131072',
		'-1e131071',
		'1e-16383',
		'1e-16384',
		'0e-16383',
		'0e-16384',
		'0e1073741823',
		'0e1073741824',
		'0.0e16384',
		`${'9'.repeat(131_072)}`,
		`${'9'.repeat(131_073)}`,
		`0.${'1'.repeat(16_383)}`,
		`0.${'1'.repeat(16_384)}`,
		`0.${'0'.repeat(20_000)}1e20000`,
		'[-0, -0.0, -0e5, -0e-5, 0.10e1, 1E400, 123456789012345678901234567890.123456789]',
		'{"a":1,"a":{"a":1,"a":2},"a":[]}',
		'{"a":1e200000,"a":1}',
		'{"a":"\\ud800","a":1}',
		'{"":{"":{"":""}}}',
		'{"\u{10FFFF}":1,"\uFFFF~":2,"~\uFFFF":3,"\u{10000}":4}',
		`{${Array.from({ length: 300 }, (_, i) => `"${'k'.repeat(i % 17)}${(i * 31) % 97}":${i}`).join(',')}}`,
		`"${'\\u0001'.repeat(1000)}"`,
		`"${'\u00e9'.repeat(1000)}\\n"`,
		`${'['.repeat(1000)}${']'.repeat(1000)}`,
		`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`,
		'tRue',
		'{"a":1}{',
		'"\\u000"',
		'"\\u00zz"',
		'\u00a01',
		'"\u007f\u0080\u009f"',
		'',
		'   ',
	]);
});

test('a document without U+0000 comes back the same from the text', async () => {
	for (const document of fc.sample(value, 200)) {
		const text = mine(document);
		if (text !== null) expect(mine(text)).toBe(text);
	}
});
