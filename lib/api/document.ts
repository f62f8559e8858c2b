import * as z from 'zod';
import { ANSWER_EXAMPLES, ERROR_EXAMPLE } from './examples';
import type { Operation } from './operation';
import { OPERATION_GROUPS } from './operations';
import { errorBodySchema } from './shapes';

/** JSON Schema of 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = { readonly [key: string]: unknown };

export interface Parameter {
	readonly name: string;
	readonly in: 'path' | 'query';
	readonly required: boolean;
	readonly description?: string;
	readonly schema: JsonSchema;
}

export interface DocumentedAnswer {
	readonly description: string;
	readonly headers?: Readonly<Record<string, unknown>>;
	readonly content?: Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;
}

export interface DocumentedOperation {
	readonly operationId: string;
	readonly tags: readonly string[];
	readonly summary: string;
	readonly description: string;
	readonly parameters: readonly Parameter[];
	readonly requestBody?: { readonly required: true; readonly content: { readonly 'application/json': { readonly schema: JsonSchema } } };
	readonly responses: Readonly<Record<string, DocumentedAnswer | { readonly $ref: string }>>;
}

export interface ApiDocument {
	readonly openapi: '3.1.0';
	readonly info: { readonly title: string; readonly version: string; readonly description: string };
	readonly servers: readonly { readonly url: string }[];
	readonly security: readonly Readonly<Record<string, readonly string[]>>[];
	readonly tags: readonly { readonly name: string; readonly description: string }[];
	readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
	readonly components: {
		readonly schemas: Record<string, JsonSchema>;
		readonly responses: Readonly<Record<string, DocumentedAnswer>>;
		readonly securitySchemes: Readonly<Record<string, unknown>>;
	};
}

const INFO = `Everything the console shows, for programs. Answers and errors are JSON; instants are RFC 3339 in UTC with six fractional
digits; numbers inside \`*_json\` members keep every digit the producer wrote, so read them with a parser that does.
Unknown parameters are refused by name. Secrets inside records are masked as \`[redacted]\`; ids, those of authority records among
them, are not secrets. Every read of events is itself recorded as an event of its zone.`;

/** Statuses of failures: the code in the body, and what it means. */
const ERRORS: Readonly<Record<string, readonly [code: string, meaning: string]>> = {
	400: ['invalid_input', 'What was given is not valid; the message names the part.'],
	401: ['unauthenticated', 'No token or session, or one that does not count any more.'],
	403: ['forbidden', 'Not allowed, or not in this zone. It does not say whether the zone exists.'],
	404: ['not_found', 'There is no such thing.'],
	409: ['conflict', 'It contradicts what is there.'],
	410: ['gone', 'It was there and is not kept any more: a position before retention, a bundle after its time.'],
	413: ['too_large', 'The body is too long.'],
	429: ['rate_limited', 'Too many requests; the header `retry-after` says how many seconds to wait.'],
	503: ['unavailable', 'The database cannot be reached, or did not answer within 10 s: ask for less, or later.'],
};

const REQUEST_ID = { 'x-request-id': { description: 'Id of this answer, to quote', schema: { type: 'string' } } };

function errorAnswers(): Record<string, DocumentedAnswer> {
	const answer = (status: string, code: string, meaning: string): DocumentedAnswer => ({
		description: meaning,
		headers: {
			...REQUEST_ID,
			...(status === '429' ? { 'retry-after': { description: 'Seconds to wait', schema: { type: 'integer' } } } : {}),
		},
		content: {
			'application/json': { schema: { $ref: '#/components/schemas/Error' }, example: { ...ERROR_EXAMPLE, code, message: meaning } },
		},
	});
	return Object.fromEntries(Object.entries(ERRORS).map(([status, [code, meaning]]) => [`Error${status}`, answer(status, code, meaning)]));
}

/** Statuses an operation may end in besides success. */
export function errorStatuses(operation: Operation): string[] {
	const changes = operation.method !== 'GET';
	return Object.keys(ERRORS).filter((status) => {
		if (status === '404') return operation.path.includes('{');
		if (status === '409') return changes || operation.file !== undefined;
		if (status === '410') return operation.sse === true || operation.file !== undefined;
		if (status === '413') return operation.body !== null;
		return true;
	});
}

/** A schema as JSON Schema; what it calls by name goes into `shared` and is referred to. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', shared: Record<string, JsonSchema>): JsonSchema {
	const { $schema, $defs, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
	const placed = (value: unknown): unknown =>
		JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'), (key, each: unknown) =>
			key === 'id' && typeof each === 'string' && Object.hasOwn($defs ?? {}, each) ? undefined : each,
		);
	for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>))
		shared[name] = placed(definition) as JsonSchema;
	return placed(rest) as JsonSchema;
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): Parameter[] {
	const { properties, required } = schemaOf(schema, 'input', {}) as {
		properties?: Record<string, JsonSchema>;
		required?: readonly string[];
	};
	return Object.entries(properties ?? {}).map(([name, { description, ...rest }]) => ({
		name,
		in: place,
		required: place === 'path' || required?.includes(name) === true,
		...(typeof description === 'string' ? { description } : {}),
		schema: rest,
	}));
}

function accessText({ access }: Operation): string {
	return access === 'signed_in' ? 'For everyone who is signed in or has a token.' : `Needs \`${access}\`.`;
}

function answersOf(operation: Operation, shared: Record<string, JsonSchema>): DocumentedOperation['responses'] {
	const text = { schema: { type: 'string' } };
	const example = ANSWER_EXAMPLES[operation.id];
	const status = operation.status ?? 200;
	const headers = Object.fromEntries(
		Object.entries(operation.headers ?? {}).map(([name, description]) => [name, { description, ...text }]),
	);
	const files = {
		...(operation.csv === true ? { 'text/csv': text } : {}),
		...(operation.ndjson === true ? { 'application/x-ndjson': text } : {}),
	};
	const json = { schema: schemaOf(operation.answer, 'output', shared), ...(example === undefined ? {} : { example }) };
	const contentOf = (): NonNullable<DocumentedAnswer['content']> => {
		if (operation.file !== undefined) return { [operation.file]: text };
		return operation.sse === true ? { 'text/event-stream': json } : { 'application/json': json, ...files };
	};
	const success: DocumentedAnswer = {
		description: operation.summary,
		headers: { ...REQUEST_ID, ...headers },
		...(status === 204 ? {} : { content: contentOf() }),
	};
	const errors = errorStatuses(operation).map((code) => [code, { $ref: `#/components/responses/Error${code}` }]);
	return Object.fromEntries([[String(status), success], ...errors]);
}

/** The OpenAPI 3.1 document, made of the very schemas that validate what comes in and goes out. */
export function apiDocument(version: string): ApiDocument {
	const schemas: Record<string, JsonSchema> = {};
	schemas.Error = schemaOf(errorBodySchema, 'output', schemas);
	const paths: Record<string, Record<string, DocumentedOperation>> = {};
	for (const group of OPERATION_GROUPS)
		for (const operation of group.operations) {
			const methods = paths[operation.path] ?? {};
			paths[operation.path] = methods;
			methods[operation.method.toLowerCase()] = {
				operationId: operation.id,
				tags: [group.name],
				summary: operation.summary,
				description: accessText(operation),
				parameters: [...parametersOf(operation.params, 'path'), ...parametersOf(operation.query, 'query')],
				...(operation.body === null
					? {}
					: { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(operation.body, 'input', schemas) } } } }),
				responses: answersOf(operation, schemas),
			};
		}
	return {
		openapi: '3.1.0',
		info: { title: 'Caracal Audit Console', version, description: INFO },
		servers: [{ url: '/' }],
		security: [{ token: [] }, { session: [] }],
		tags: OPERATION_GROUPS.map(({ name, about }) => ({ name, description: about })),
		paths,
		components: {
			schemas,
			responses: errorAnswers(),
			securitySchemes: {
				token: { type: 'http', scheme: 'bearer', description: 'An API token, `cat_...`, made in the console under Tokens' },
				session: {
					type: 'apiKey',
					in: 'cookie',
					name: 'next-auth.session-token',
					description: 'The session of the browser; `__Secure-` stands before the name where the console is served over TLS',
				},
			},
		},
	};
}
