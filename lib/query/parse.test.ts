import { describe, expect, test } from 'vitest';
import { parseRfc3339Micros } from '../time';
import { FIELDS, fieldNamed } from './fields';
import { formatQuery } from './format';
import { DEPTH_MAX, LEAVES_MAX, TEXT_LENGTH_MAX } from './limits';
import { parseQuery } from './parse';

const NOW = parseRfc3339Micros('2026-11-21T12:00:00Z') ?? 0n;
const parse = (text: string) => parseQuery(text, { nowMicros: NOW });
const instant = (text: string) => parseRfc3339Micros(text);

/** What the text means, written in full: every AND and OR, every bracket. */
function meaning(text: string): string {
	const { query, problems } = parse(text);
	expect(problems).toEqual([]);
	return formatQuery(query);
}

describe('what stands together', () => {
	test.each([
		['', ''],
		['  \t\n ', ''],
		['*', ''],
		['a b', '"a" AND "b"'],
		['a AND b', '"a" AND "b"'],
		['a OR b c', '"a" OR "b" AND "c"'],
		['(a OR b) c', '("a" OR "b") AND "c"'],
		['a or b', '"a" AND "or" AND "b"'],
		['NOT a b', 'NOT "a" AND "b"'],
		['-(a b)', 'NOT ("a" AND "b")'],
		['--a', 'NOT NOT "a"'],
		['-*', 'NOT *'],
		['((a))', '"a"'],
		['app:x AND (b OR app:y)', 'app:x AND ("b" OR app:y)'],
	])('%j is %j', (text, expected) => {
		expect(meaning(text)).toBe(expected);
	});
});

describe('a field named again is a choice of its values', () => {
	test.each([
		['app:a app:b', 'app:a OR app:b'],
		['app:a,b', 'app:a OR app:b'],
		['app:a x application:b', '(app:a OR app:b) AND "x"'],
		['app:a AND app:b', 'app:a AND app:b'],
		['-app:a -app:b', 'NOT app:a AND NOT app:b'],
		['-app:a,b', 'NOT (app:a OR app:b)'],
		['app:a -app:b', 'app:a AND NOT app:b'],
		['app:a (app:b)', 'app:a AND app:b'],
		['meta.a.b:x meta.a.b:y meta.a:z', '(meta.a.b:x OR meta.a.b:y) AND meta.a:z'],
		['latency:>5 latency:<9', 'latency:>5 AND latency:<9'],
		['latency:1..5 latency:7', 'latency:1..5 OR latency:7..7'],
		['a b', '"a" AND "b"'],
	])('%j is %j', (text, expected) => {
		expect(meaning(text)).toBe(expected);
	});
});

describe('values', () => {
	test.each([
		['app:a\\*b', { op: 'equals', value: 'a*b' }],
		['app:"a b"', { op: 'equals', value: 'a b' }],
		['app:a" "b', { op: 'equals', value: 'a b' }],
		['app:"say \\"hi\\" \\\\"', { op: 'equals', value: 'say "hi" \\' }],
		['resource:resource://crm/x?y=1', { op: 'equals', value: 'resource://crm/x?y=1' }],
		['scope:crm:read', { op: 'equals', value: 'crm:read' }],
		['app:-x', { op: 'equals', value: '-x' }],
		['app:AND', { op: 'equals', value: 'AND' }],
		['path:>x', { op: 'equals', value: '>x' }],
		['path:../x', { op: 'equals', value: '../x' }],
		['app:%_', { op: 'equals', value: '%_' }],
		['app:Ünïcødé😀', { op: 'equals', value: 'Ünïcødé😀' }],
		['app:constructor', { op: 'equals', value: 'constructor' }],
		['app:*', { op: 'present' }],
		['app:**', { op: 'present' }],
		['app:"resource://pay*"', { op: 'matches', pattern: 'resource://pay*' }],
		['app:a**b\\*\\\\', { op: 'matches', pattern: 'a*b\\*\\\\' }],
	])('%j', (text, expected) => {
		expect(parse(text)).toMatchObject({ query: { kind: 'field', test: expected }, problems: [] });
	});

	const end = (value: number | bigint, inclusive: boolean) => ({ value, inclusive });
	test.each([
		['latency:500', end(500, true), end(500, true)],
		['latency:>500', end(500, false), null],
		['latency:>=5', end(5, true), null],
		['latency:<1.5', null, end(1.5, false)],
		['latency:<=2s', null, end(2000, true)],
		['latency:100ms..0.5s', end(100, true), end(500, true)],
		['latency:-5..', end(-5, true), null],
		['latency:..7', null, end(7, true)],
		['latency:">5"', end(5, false), null],
		['seq:1000..2000', end(1000, true), end(2000, true)],
		['seq:9007199254740991', end(9007199254740991, true), end(9007199254740991, true)],
		['upstream-status:>=500', end(500, true), null],
		['meta.n:>0.000001', end(0.000001, false), null],
		['meta.n:1..5', end(1, true), end(5, true)],
		['since:15m', end(instant('2026-11-21T11:45:00Z') ?? 0n, true), null],
		['since:now', end(NOW, true), null],
		['until:2w', null, end(instant('2026-11-07T12:00:00Z') ?? 0n, false)],
		['since:2026-11-21T10:00:00Z', end(instant('2026-11-21T10:00:00Z') ?? 0n, true), null],
		['since:2026-11-21T10:00:00.123456+02:00', end(instant('2026-11-21T08:00:00.123456Z') ?? 0n, true), null],
		['since:"2026-11-21 10:00"', end(instant('2026-11-21T10:00:00Z') ?? 0n, true), null],
		['until:2026-11-21', null, end(instant('2026-11-21T00:00:00Z') ?? 0n, false)],
		['since:999999w', end(-62_135_596_800_000_000n, true), null],
	])('%s is a range', (text, min, max) => {
		expect(parse(text)).toMatchObject({ query: { test: { op: 'range', min, max } }, problems: [] });
	});

	test('a number under a path is a text unless it is compared', () => {
		expect(parse('meta.n:5').query).toMatchObject({ path: ['n'], test: { op: 'equals', value: '5' } });
		expect(parse('meta."a.b".\\:c:x').query).toMatchObject({ path: ['a.b', ':c'], test: { op: 'equals', value: 'x' } });
		expect(parse('META.__proto__.constructor:x').query).toMatchObject({ path: ['__proto__', 'constructor'] });
	});

	test.each([
		['word', 'word', false, false],
		['"mfa required"', 'mfa required', false, false],
		['pay*', 'pay', false, true],
		['*pay', 'pay', true, false],
		['*"two words"*', 'two words', true, true],
		['a,b', 'a,b', false, false],
		['10:30', '10:30', false, false],
		['(x)', 'x', false, false],
		['%x%', 'x', false, false],
		['...x?', 'x', false, false],
		['\\-x', 'x', false, false],
		['\\*x', 'x', false, false],
		['*.x.', '.x', true, false],
		['ż', 'ż', false, false],
		['"AND"', 'AND', false, false],
	])('%j is free text', (text, words, starBefore, starAfter) => {
		expect(parse(text)).toMatchObject({ query: { kind: 'words', text: words, starBefore, starAfter }, problems: [] });
	});
});

test('every qualifier has its example, and its spellings lead to it alone', () => {
	const spelled = FIELDS.flatMap(({ name, aliases }) => [name, ...aliases]);
	expect(new Set(spelled).size).toBe(spelled.length);
	for (const { name, aliases, example } of FIELDS) {
		expect(parse(`${name}:${example}`), name).toMatchObject({ query: { kind: 'field', field: name }, problems: [] });
		for (const spelling of aliases) expect(fieldNamed(spelling.toUpperCase().replaceAll('-', '_')), spelling).toBe(name);
	}
});

describe('what is wrong is told where it stands, with a correction where one is evident', () => {
	test.each<[string, string, RegExp, string | null]>([
		['"open', '"open', /quote is never closed/, '"open"'],
		['app:x "a b', '"a b', /quote is never closed/, 'app:x "a b"'],
		['a\\', '\\', /Nothing stands behind/, 'a\\\\'],
		['desicion:deny app:x', 'desicion', /Did you mean decision\?/, 'decision:deny app:x'],
		['-polcy_version:x', 'polcy_version', /Did you mean policy-version\?/, '-policy-version:x'],
		['late:>5', 'late', /Did you mean latency\?/, 'latency:>5'],
		['http://crm/x y', 'http://crm/x', /no field http/, '"http://crm/x" y'],
		['crm.read:x', 'crm.read:x', /meta\.crm\.read/, '"crm.read:x"'],
		['session_id:x', 'session_id', /authority/, 'authority:x'],
		['meta:x', 'meta', /meta\.key/, 'meta.key:x'],
		['constructor:x', 'constructor:x', /no field constructor/, '"constructor:x"'],
		['__proto__:x', '__proto__:x', /no field __proto__/, '"__proto__:x"'],
		['meta.a..b:x', 'meta.a..b', /empty/, null],
		['meta.client_secret:x', 'meta.client_secret', /client_secret are secrets/, null],
		['meta.a.token.b:x', 'meta.a.token.b', /token are secrets/, null],
		['app:', 'app:', /needs a value/, 'app:*'],
		['app: b', 'app:', /needs a value/, 'app:* b'],
		['app:a,', ',', /beside this comma/, 'app:a'],
		['app:,a', ',', /beside this comma/, 'app:a'],
		['app:a,,b', ',', /beside this comma/, 'app:a,b'],
		['app:""', '""', /never recorded/, null],
		['area:gatway', 'gatway', /areas are/, 'area:gateway'],
		['area:nowhere', 'nowhere', /areas are/, null],
		['latency:5..1', '5..1', /ends before it begins/, 'latency:1..5'],
		['latency:fast', 'fast', /is a number/, null],
		['latency:>', '>', /is a number/, null],
		['latency:..', '..', /is a number/, null],
		['latency:1234567890123456', '1234567890123456', /is a number/, null],
		['latency:5*', '5*', /is a number/, null],
		['seq:1.5', '1.5', /whole number/, null],
		['seq:9007199254740992', '9007199254740992', /whole number/, null],
		['latency:>5 latency:<=2', 'latency:<=2', /leaves nothing/, null],
		['since:1h until:2h', 'until:2h', /leaves nothing/, null],
		['meta.n:>x', '>x', /needs a number/, 'meta.n:">x"'],
		['since:15', '15', /an instant/, 'since:15m'],
		['since:yesterday', 'yesterday', /an instant/, null],
		['since:2026-02-30', '2026-02-30', /an instant/, null],
		['since:1h..2h', '1h..2h', /since: and until:/, null],
		['a AND', 'AND', /beside this AND/, 'a '],
		['OR a', 'OR', /before this OR/, ' a'],
		['a AND OR b', 'AND', /beside this AND/, 'a  OR b'],
		['(a', '(', /never closed/, '(a)'],
		['a)', ')', /closes nothing/, 'a'],
		['a ()', '()', /between these brackets/, 'a '],
		['NOT', 'NOT', /behind this NOT/, ''],
		['a -', '-', /minus sign/, 'a '],
		['a - b', '- ', /right before/, 'a -b'],
		['fo*o', 'fo*o', /beginning or end/, '"fo\\*o"'],
		['a.*b+ x', 'a.*b+', /beginning or end/, '"a.\\*b+" x'],
		['??', '??', /no letter or digit/, null],
		['""', '""', /no letter or digit/, null],
		['a\u0000b', '\u0000', /No record/, 'ab'],
		['a\ud800', '\ud800', /No record/, 'a'],
	])('%j at %j', (text, place, message, suggestion) => {
		const { problems } = parse(text);
		expect(problems).toHaveLength(1);
		const [problem] = problems;
		expect(text.slice(problem?.span.from, problem?.span.to)).toBe(place);
		expect(problem?.message).toMatch(message);
		expect(problem?.suggestion).toBe(suggestion);
	});

	test('several at once, in the order of the text', () => {
		const { problems } = parse('dcision:x latency:5..1 "y');
		expect(problems.map(({ span }) => span.from)).toEqual([0, 18, 23]);
	});
});

describe('bounds', () => {
	test('a text too long is not read', () => {
		expect(parse('a '.repeat(TEXT_LENGTH_MAX / 2)).problems[0]?.message).toMatch(/at most|may hold/);
		const { query, problems } = parse('x'.repeat(TEXT_LENGTH_MAX + 1));
		expect(query).toEqual({ kind: 'all' });
		expect(problems).toMatchObject([{ span: { from: TEXT_LENGTH_MAX, to: TEXT_LENGTH_MAX + 1 }, suggestion: null }]);
	});

	test('as many values as a query may hold, and no more', () => {
		const values = (count: number) => `app:${Array.from({ length: count }, (_, i) => `a${i}`).join(',')}`;
		expect(parse(values(LEAVES_MAX)).problems).toEqual([]);
		expect(parse(values(LEAVES_MAX + 1)).problems).toHaveLength(1);
		expect(parse(`(${values(LEAVES_MAX)} b) )`).problems).toMatchObject([{ message: `A query may hold ${LEAVES_MAX} values.` }]);
	});

	test('as deep as it may be, and no deeper', () => {
		const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
		expect(parse(nested(DEPTH_MAX)).problems).toEqual([]);
		expect(parse(nested(DEPTH_MAX + 1)).problems).toHaveLength(1);
		expect(parse(`${'-'.repeat(5000)}a`).problems).toHaveLength(1);
	});

	test.each(['"', '(', ')', '-', '*', ',', '\\', 'a:', 'app:', 'app:,', 'meta.', 'AND ', '\u0000', '-(', 'since:', '"a" ', 'é'])(
		'10,000 characters of %j are read in little time, with few problems',
		(piece) => {
			const text = piece.repeat(Math.floor(TEXT_LENGTH_MAX / piece.length));
			const started = performance.now();
			const { problems } = parse(text);
			expect(problems.length).toBeLessThan(30);
			// quadratic work would take much longer; the bound is far from what a busy machine needs
			expect(performance.now() - started).toBeLessThan(5_000);
		},
	);
});
