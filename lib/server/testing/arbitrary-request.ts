import fc from 'fast-check';
import type { DocumentedOperation, JsonSchema, Parameter } from '../../api/document';
import type { GivenRequest } from './call-route';

type Pair = readonly [string, string];

/** Texts that break what takes them for something else: SQL, logs, CSV, JSON, addresses, numbers, times. */
const HOSTILE = [
	...["'", "'; drop table ledger_events; --", '\\', '%00', '\u0000', 'a\u0000b', '\r\nx-injected: 1', '=1+1', '\ud800', '\uffff', '\u202e'],
	...[
		'../..',
		'.',
		'..',
		'/',
		'zn/odd zone',
		'%2F',
		'{}',
		'[]',
		'null',
		'undefined',
		'__proto__',
		'constructor',
		'NaN',
		'Infinity',
		'-0',
		'1e999',
	],
	...['0', '-1', '1', '01', '9007199254740993', '99999999999999999999', '0x10', ' 1', '1.5', 'true', '*', ',', ',,', 'a,b', '\\,', 'none'],
	...['2026-11-21T12:00:00Z', '2026-02-30T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999Z', '2026-11-21', '12:00'],
	...['2026-11-21T12:00:00+24:60', 'allow', 'deny', 'token_exchange', 'id,metadata', '../etc/passwd', '☃', 'é', 'a'.repeat(2000)],
];
const anyText = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }));

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
	if (Array.isArray(schema.examples)) return fc.constantFrom(...(schema.examples as string[]));
	if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern));
	if (schema.format === 'uuid') return fc.uuid();
	if (schema.format === 'date-time')
		return fc.date({ min: new Date(0), max: new Date('2030-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
	const minLength = typeof schema.minLength === 'number' ? schema.minLength : 0;
	const maxLength = typeof schema.maxLength === 'number' ? schema.maxLength : 100;
	return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, minLength + 30)) });
}

/** A value a JSON Schema lets through, as far as the schema says. */
export function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
	if (schema.const !== undefined) return fc.constant(schema.const);
	if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
	if (Array.isArray(schema.anyOf)) return fc.oneof(...(schema.anyOf as JsonSchema[]).map(arbitraryOf));
	if (schema.type === 'null') return fc.constant(null);
	if (schema.type === 'boolean') return fc.boolean();
	if (schema.type === 'integer' || schema.type === 'number') {
		const min = typeof schema.minimum === 'number' ? schema.minimum : 0;
		const max = typeof schema.maximum === 'number' ? schema.maximum : 1000;
		return fc.integer({ min: Math.max(min, -2_147_483_648), max: Math.min(max, 2_147_483_647) });
	}
	if (schema.type === 'array') return fc.array(arbitraryOf((schema.items ?? {}) as JsonSchema), { maxLength: 4 });
	if (schema.type === 'object') {
		const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
		return fc.record(Object.fromEntries(properties.map(([name, member]) => [name, arbitraryOf(member)])), {
			requiredKeys: Array.isArray(schema.required) ? (schema.required as string[]) : [],
		});
	}
	return schema.type === 'string' ? textOf(schema) : fc.jsonValue({ maxDepth: 2 });
}

/** @param known values under which there is something to find, by parameter */
function parameterOf(parameter: Parameter, known: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<string> {
	const valid = arbitraryOf(parameter.schema).map(String);
	const found = known[parameter.name];
	return found === undefined ? valid : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...found) }, { weight: 1, arbitrary: valid });
}

/** What is required, and a few of the others: with all of them at once hardly any request makes sense. */
function record(
	parameters: readonly Parameter[],
	known: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<Record<string, string>> {
	const optional = parameters.filter(({ required }) => !required);
	// made once: what draws texts of a pattern takes longer to make than to ask
	const arbitraries = new Map(parameters.map((parameter) => [parameter.name, parameterOf(parameter, known)]));
	return fc.subarray(optional, { maxLength: Math.min(3, optional.length) }).chain((some) => {
		const asked = [...parameters.filter(({ required }) => required), ...some];
		return fc.record(Object.fromEntries(asked.map(({ name }) => [name, arbitraries.get(name) ?? fc.constant('')])));
	});
}

/** Any body: what the schema says, other JSON, no JSON, nothing, too much. */
function bodyOf(operation: DocumentedOperation, isValid: boolean, known: readonly object[] = []): fc.Arbitrary<string | undefined> {
	const schema = operation.requestBody?.content['application/json'].schema;
	if (schema === undefined) return fc.constant(undefined);
	const some = known.length === 0 ? arbitraryOf(schema) : fc.oneof(fc.constantFrom(...known), arbitraryOf(schema));
	const valid = some.map((value) => JSON.stringify(value));
	if (isValid) return valid;
	const mutated = fc
		.tuple(arbitraryOf(schema), anyText, fc.jsonValue({ maxDepth: 2 }))
		.map(([value, name, other]) => JSON.stringify({ ...(value as object), [name]: other }));
	const replaced = fc
		.tuple(fc.constantFrom(...Object.keys((schema.properties ?? { none: {} }) as object)), fc.oneof(anyText, fc.jsonValue({ maxDepth: 1 })))
		.map(([name, value]) => JSON.stringify({ [name]: value }));
	return fc.oneof(
		mutated,
		replaced,
		fc.jsonValue().map((value) => JSON.stringify(value)),
		anyText,
		fc.constant('x'.repeat(70_000)),
		fc.constant(undefined),
	);
}

/**
 * Requests for an operation as its documentation describes them, and as it does not: hostile texts in place of values, unknown and
 * repeated names, missing ones, other bodies.
 * @param validShare of requests the document would let through
 * @param knownBodies bodies that mean something, where none that is drawn would
 */
export function requestOf(
	operation: DocumentedOperation,
	known: Readonly<Record<string, readonly string[]>>,
	validShare: number,
	knownBodies: readonly object[] = [],
): fc.Arbitrary<GivenRequest> {
	const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
	const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
	const pairs = (query: Record<string, string>): Pair[] => Object.entries(query);
	const valid = fc.record({
		params: record(inPath, known),
		query: record(inQuery, known).map(pairs),
		body: bodyOf(operation, true, knownBodies),
	});
	const names = inQuery.length === 0 ? fc.constant('q') : fc.constantFrom(...inQuery.map(({ name }) => name));
	const strange: fc.Arbitrary<Pair> = fc.oneof(
		fc.tuple(names, anyText),
		fc.tuple(anyText, anyText),
		fc.tuple(fc.constant('__proto__'), anyText),
	);
	const path = Object.fromEntries(inPath.map((parameter) => [parameter.name, fc.oneof(parameterOf(parameter, known), anyText)]));
	const invalid = fc.record({
		params: fc.record(path),
		isEncoded: fc.boolean(),
		query: fc
			.tuple(record(inQuery, known).map(pairs), fc.array(strange, { minLength: 1, maxLength: 3 }))
			.map(([query, more]) => [...query.slice(0, 4), ...more]),
		body: bodyOf(operation, false),
	});
	return fc.oneof(
		{ weight: Math.round(validShare * 1000), arbitrary: valid },
		{ weight: Math.round((1 - validShare) * 1000), arbitrary: invalid },
	);
}
