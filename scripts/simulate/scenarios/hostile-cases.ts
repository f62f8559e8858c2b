import type { Fate } from '../entry';

export type Event = Record<string, unknown>;

export interface HostileCase {
	readonly name: string;
	/** The event with the hostile part in it, as JSON text or as an object. */
	readonly make: (event: Event) => Event | string;
	readonly fate?: Fate;
}

const NO_EVENT: Fate = { deadLetter: 'json_parse_error' };

function metadata(change: Record<string, unknown>): (event: Event) => Event {
	return (event) => ({ ...event, metadata_json: { ...Object(event.metadata_json), ...change } });
}

/** Puts raw JSON text where JSON.stringify could not: the marker is a string value that is replaced with its quotes. */
function raw(event: Event, text: string): string {
	return JSON.stringify({ ...event, metadata_json: '\u0001raw' }).replace('"\\u0001raw"', () => text);
}

function everywhere(name: string, text: string): HostileCase {
	return {
		name,
		make: (event) => ({
			...metadata({ application_id: text, application_name: text, resource: text, reason: text, [text]: text })(event),
			request_id: `hostile-${name} ${text}`,
			diagnostics_json: [{ reason: text }],
			determining_policies_json: [{ policy: text }],
		}),
	};
}

const CONTROLS = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1)).join('');
const TEXTS: readonly (readonly [name: string, text: string])[] = [
	['script', '<script>alert(1)</script>'],
	['image', '"><img src=x onerror=alert(1)>'],
	['template', '{{constructor.constructor("return 1")()}} #{7*7} <%= 7*7 %>'],
	['entity', '&lt;b&gt; &amp; &#x3c;'],
	['javascript-url', 'javascript:alert(1)//'],
	['controls', `a${CONTROLS}\u007fz`],
	['nul', 'before\u0000after\u0000'],
	['bidi', 'app_\u202egnp.exe\u202c \u2066x\u2069'],
	['zero-width', 'pay\u200bment\u200d \ufeff\u2060'],
	['ansi', '\u001b[31mred\u001b[0m\u001b]0;title\u0007'],
	['formula', "=cmd|' /C calc'!A0"],
	['formula-plus', '+1+1'],
	['formula-at', '@SUM(1+1)*cmd'],
	['formula-minus', '-2+3'],
	['formula-tab', '\t=1+1'],
	['sql', "'; drop table audit_events; --"],
	['like', '%_\\'],
	['path', '../../../../etc/passwd'],
	['slashes', 'a/b\\c?d=e#f;g%2F%00'],
	['spaces', '  two  spaces and\ta tab\nand a line '],
	['unicode', 'ünïcödé 漢字 العربية 🜁 👩‍👩‍👧‍👦 e\u0301 ﬁ'],
	['zalgo', `z${'\u0300\u0301\u0316\u0317'.repeat(60)}`],
	['line-separators', 'a\u2028b\u2029c'],
	['quotes', `"double" 'single' \`back\` \\slash`],
	['log-injection', 'ok\r\n{"level":60,"msg":"forged"}'],
	['markdown', '[x](javascript:alert(1)) **b** | a | `c`\n---\n# h'],
	['newline-field', 'x\nzone_id=other\n'],
	['boolean-words', 'true false null NaN -0 1e400'],
];

function nested(depth: number): string {
	return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

/** Everything a text field can do to a reader; what a JSON column cannot hold goes to the dead letters. */
export const HOSTILE_CASES: readonly HostileCase[] = [
	...TEXTS.map(([name, text]) => everywhere(name, text)),
	{ name: 'request-id-4k', make: (event) => ({ ...event, request_id: `hostile-4k-${'x/é '.repeat(820)}` }) },
	{
		name: 'empty-strings',
		make: (event) => ({ ...event, event_type: '', request_id: '', decision: '', evaluation_status: '', metadata_json: {} }),
	},
	{
		name: 'unknown-type',
		make: (event) => ({ ...event, event_type: 'future.event', decision: 'partial', policy_set_id: 'ps_1', surplus: [1] }),
	},
	{ name: 'metadata-array', make: (event) => ({ ...event, metadata_json: [1, 'two', null] }) },
	{ name: 'metadata-text', make: (event) => ({ ...event, metadata_json: 'text' }) },
	{ name: 'metadata-number', make: (event) => ({ ...event, metadata_json: 1e21 }) },
	{ name: 'metadata-null', make: (event) => ({ ...event, metadata_json: null, determining_policies_json: {}, diagnostics_json: 'x' }) },
	{
		name: 'wrong-shapes',
		make: metadata({ application_id: 5, resource: ['r'], requested_scopes: 'crm:read', delegation_chain: { a: 1 }, latency_ms: '31' }),
	},
	{ name: 'metadata-1mb', make: metadata({ note: 'lorem ipsum '.repeat(87_382) }) },
	{ name: 'keys-20000', make: metadata(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key_${i}`, i]))) },
	{ name: 'entry-5mb', make: metadata({ note: '0123456789abcdef'.repeat(327_680) }) },
	{ name: 'entry-17mb', make: metadata({ note: '0123456789abcdef'.repeat(1_114_112) }), fate: NO_EVENT },
	{
		name: 'prototype-keys',
		make: (event) =>
			raw(
				event,
				'{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}},"toString":"x","hasOwnProperty":1,"application_id":"app_mailer"}',
			),
	},
	{ name: 'prototype-top', make: (event) => JSON.stringify(event).replace('{', '{"__proto__":{"decision":"allow"},"constructor":1,') },
	{ name: 'duplicate-keys', make: (event) => JSON.stringify(event).replace('{', '{"decision":"allow","request_id":"first",') },
	{
		name: 'duplicate-metadata',
		make: (event) => raw(event, '{"resource":"first","resource":"resource://crm","resource":"last","a":{"b":1,"b":2}}'),
	},
	{ name: 'numbers', make: (event) => raw(event, '{"a":-0,"b":1E+2,"c":1.50,"d":12345678901234567890123,"e":1e-7,"f":0.1e3,"g":1e308}') },
	{ name: 'number-beyond', make: (event) => raw(event, '{"n":1e200000}'), fate: NO_EVENT },
	{ name: 'number-forms', make: (event) => raw(event, '{"n":01}'), fate: NO_EVENT },
	{ name: 'surrogate-in-string', make: (event) => JSON.stringify({ ...event, request_id: 'hostile-\ud800-half' }) },
	{ name: 'surrogate-in-metadata', make: metadata({ note: 'half \udc00 pair' }), fate: NO_EVENT },
	{ name: 'escaped-nul', make: (event) => raw(event, '{"a\\u0000b":"c\\u0000d","e":"\\\\u0000","n":1.50}') },
	{ name: 'nested-900', make: (event) => raw(event, nested(900)) },
	{ name: 'nested-5000', make: (event) => raw(event, nested(5000)), fate: NO_EVENT },
	{ name: 'nested-200000', make: (event) => raw(event, nested(200_000)), fate: NO_EVENT },
	{ name: 'white-space', make: (event) => `\n\t ${JSON.stringify(event, null, '\t')}\r\n ` },
	{ name: 'id-long', make: (event) => ({ ...event, id: `${event.id}${'x'.repeat(512)}` }), fate: NO_EVENT },
	{ name: 'id-strange', make: (event) => ({ ...event, id: `${event.id}/../<b>'"\u202e é` }) },
	{ name: 'raw-control', make: (event) => JSON.stringify(event).replace('mailer', 'mail\ner'), fate: NO_EVENT },
];
