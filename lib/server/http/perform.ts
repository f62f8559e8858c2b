import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Operation } from '../../api/operation';
import { searchOf } from '../../api/search-query';
import { AppError } from '../../errors';
import { type Actor, Context } from '../access';
import { recordCounts } from '../record-counts';
import { errorBody, retryAfterSeconds } from './error-body';
import { Flow } from './flow';
import { readParams, readQuery } from './input';
import { answerBody } from './json-answer';
import { limitRate } from './rate-limit';
import { requireSameAccount } from './same-account';
import { requireSameOrigin } from './same-origin';

/** What every server's request has. */
export interface CallRequest {
	readonly method: string;
	readonly headers: Pick<Headers, 'get'>;
	/** Ends when nobody waits for the answer any more. */
	readonly signal: AbortSignal;
}

/** What a handler gets: who asks, and what they gave, parsed by the operation's schemas. */
export interface Call<Params, Query, Body> {
	readonly ctx: Context;
	readonly params: Params;
	readonly query: Query;
	readonly body: Body;
	readonly request: CallRequest;
}

export type Handle<Params, Query, Body, Answer> = (call: Call<Params, Query, Body>) => Promise<Answer | Response | Flow>;

/** A request as it came, before anything of it is believed. */
export interface Asked<Body> {
	/** @throws AppError unauthenticated */
	readonly actor: () => Promise<Actor>;
	/** The path's parameters as they stand in the address. */
	readonly params: Readonly<Record<string, string | string[] | undefined>>;
	readonly searchParams: URLSearchParams;
	/** @throws AppError invalid_input, too_large */
	readonly body: () => Promise<Body>;
	readonly request: CallRequest;
}

/** What goes out, whole. */
export interface Given {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer<ArrayBuffer> | null;
}

/**
 * Does an operation. In this order: who asks, how often, from where, in which zone; then input, verb, and the answer checked against
 * its schema. Errors have one shape, and nothing is stored on the way.
 * @returns the handler's own Response or Flow where it made one
 */
export async function perform<Params, Query, Body, Answer>(
	operation: Operation<Params, Query, Body, Answer>,
	handle: Handle<Params, Query, Body, Answer>,
	asked: Asked<Body>,
): Promise<Given | Response | Flow> {
	const requestId = randomUUID();
	const headers: Record<string, string> = { 'cache-control': 'no-store', 'x-request-id': requestId };
	try {
		const actor = await asked.actor();
		limitRate(actor);
		if (actor.kind === 'user') {
			requireSameOrigin(asked.request);
			requireSameAccount(actor, asked.request.headers);
		}
		const zone = typeof asked.params.zone === 'string' ? decodeZone(asked.params.zone) : undefined;
		const ctx = Context.authorize(actor, operation.access, requestId, zone);
		const { request } = asked;
		const query = readQuery(operation, asked.searchParams);
		const answer = await handle({ ctx, params: readParams(operation, asked.params), query, body: await asked.body(), request });
		if (operation.counts !== undefined) await recordCounts(ctx, operation.counts, searchOf(query as object));
		if (answer instanceof Response) {
			for (const [name, value] of Object.entries(headers)) if (!answer.headers.has(name)) answer.headers.set(name, value);
			return answer;
		}
		if (answer instanceof Flow) return new Flow({ ...headers, ...answer.headers }, answer.begin);
		const { status, body } = answerBody(operation, answer);
		return { status, headers: body === null ? headers : { ...headers, 'content-type': 'application/json' }, body };
	} catch (error) {
		const { status, body } = errorBody(error, requestId);
		const wait = retryAfterSeconds(error);
		if (wait !== null) headers['retry-after'] = String(wait);
		return { status, headers: { ...headers, 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
	}
}

/** The segments of a path are handed over as they stand in the address. */
function decodeZone(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch (error) {
		if (error instanceof URIError)
			throw new AppError('invalid_input', 'The zone in the address is not valid.', 'Correct it and ask again.');
		throw error;
	}
}
