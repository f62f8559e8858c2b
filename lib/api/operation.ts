import type * as z from 'zod';
import type { Permission } from '../access/roles';

/** Who may call an operation: who holds a permission in some zone, or anyone who is signed in. */
export type Access = Permission | 'signed_in';

/**
 * One operation of the HTTP interface, told once: what it takes is parsed by it, what it answers is checked by it, the document
 * `/v1/openapi.json` is made of it, and the matrix of roles is tested by it.
 */
export interface Operation<Params = unknown, Query = unknown, Body = unknown, Answer = unknown> {
	/** Name in the document and in programs made of it, `listEvents`. */
	readonly id: string;
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Path with its parameters in braces. A parameter `zone` is checked against the zones of the asker before anything else. */
	readonly path: `/${string}`;
	readonly summary: string;
	readonly access: Access;
	readonly params: z.ZodType<Params>;
	/** Takes the query as an object: a text per name, an array where a name is repeated. Unknown names must be refused. */
	readonly query: z.ZodType<Query>;
	/** Null when there is no body. */
	readonly body: z.ZodType<Body> | null;
	readonly answer: z.ZodType<Answer>;
	/** The answer is also given as CSV when the query asks for `format=csv`. */
	readonly csv?: boolean;
	/** The answer is also given as JSON lines when the query asks for `format=ndjson`. */
	readonly ndjson?: boolean;
	/** The answer is a stream of server-sent events: `answer` says what stands in the frames of each name. */
	readonly sse?: boolean;
	/** The answer is a file of this media type, which can be not there yet (409) or not any more (410). */
	readonly file?: string;
	/** The answer counts what a search finds: the read is recorded under this name, unless the search itself was (lib/server/record-counts). */
	readonly counts?: string;
	/** Headers of a successful answer that the caller is meant to read, and what each says. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Successful status; 200 unless said. */
	readonly status?: 200 | 201 | 204;
}

/** Fixes the types of an operation from its schemas. */
export function operation<Params, Query, Body, Answer>(
	given: Operation<Params, Query, Body, Answer>,
): Operation<Params, Query, Body, Answer> {
	return given;
}
