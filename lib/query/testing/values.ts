import fc from 'fast-check';

/**
 * Texts that stand in generated records and in generated queries alike, so that queries hit. Plain ones first, then those that a
 * careless backend gets wrong: signs of LIKE, of JSON, of regular expressions and of the language itself, case, Unicode, lengths
 * around the dictionary's, prototype keys, secrets that are masked.
 */
const PLAIN = ['app_mailer', 'billing', 'crm:read', 'resource://pay/eu', 'no_rule_matched', 'batch', 'high', 'ses_child', 'edge_1', 'GET'];
const AWKWARD = [
	'100%',
	'a_b',
	'axb',
	'a*b',
	'a\\b',
	'C:\\new\\table',
	'say "hi"',
	'x,y',
	'(a|b)+',
	'-minus',
	'AND',
	' padded ',
	'tab\there',
	'line\nfeed',
	'Billing',
	'1',
	'1.50',
	'true',
	'null',
	'none',
	'[redacted]',
	'{"a": "b"}',
	"it's",
	'zażółć gęślą',
	'ΑΒΓ αβγ',
	'😀 emoji',
	'e\u0301',
	'é',
	'\u202eevil',
	'__proto__',
	'constructor',
	'..',
	'>5',
];
export const SECRETS = [
	'Bearer 0123456789abcdefABCDEF',
	'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl',
	'cat_abcd1234_0123456789012345678901234567890123456789012',
];
const LONG = ['long '.repeat(60).trim(), `${'ż'.repeat(200)}1`, `${'ż'.repeat(200)}2`, 'x'.repeat(256), 'x'.repeat(257)];

/** A value of a record. */
export const valueArbitrary: fc.Arbitrary<string> = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...PLAIN) },
	{ weight: 4, arbitrary: fc.constantFrom(...AWKWARD) },
	{ weight: 1, arbitrary: fc.constantFrom(...LONG) },
	{ weight: 1, arbitrary: fc.constantFrom(...SECRETS) },
);

export const numberTexts = [
	'0',
	'-0',
	'1',
	'5',
	'31',
	'500',
	'500.5',
	'1.50',
	'-7',
	'1e3',
	'2147483648',
	'12345678901234567890',
	'0.000001',
];

export const ZONES = ['prod-eu', 'prod-us', 'zone/ż 3'] as const;
export const TYPES = [
	'token_exchange',
	'gateway_resource_request',
	'step_up_decided',
	'control.invoke',
	'session_spawn',
	'delegation_edge_create',
	'replay_detected',
	'console.search',
	'brand_new',
	'',
] as const;
export const DECISIONS = ['allow', 'deny', 'pending', '', 'none', 'Allow'] as const;
/** Keys of metadata besides those of the wire: shared by records and paths. Some are secret. */
export const KEYS = ['a', 'b', 'a.b', 'k "q"', 'ż', '__proto__', 'constructor', 'toString', 'token', 'note', 'list'] as const;
/** The window that generated events fall into, in microseconds. */
export const TIME = { from: 1_793_534_400_000_000n, to: 1_793_793_600_000_000n } as const;
