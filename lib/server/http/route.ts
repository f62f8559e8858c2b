import 'server-only';
import { randomUUID } from 'node:crypto';
import type { NextRequest } from 'next/server';
import type { Operation } from '../../api/operation';
import { searchOf } from '../../api/search-query';
import { AppError } from '../../errors';
import { Context } from '../access';
import { requireActor } from '../auth/actor';
import { recordCounts } from '../record-counts';
import { errorBody, retryAfterSeconds } from './error-body';
import { readBody, readParams, readQuery } from './input';
import { jsonAnswer } from './json-answer';
import { limitRate } from './rate-limit';
import { requireSameOrigin } from './same-origin';

/** What a handler gets: who asks, and what they gave, parsed by the operation's schemas. */
export interface Call<Params, Query, Body> {
	readonly ctx: Context;
	readonly params: Params;
	readonly query: Query;
	readonly body: Body;
	readonly request: NextRequest;
}

type Handler = (
	request: NextRequest,
	context: { params: Promise<Record<string, string | string[] | undefined> | undefined> },
) => Promise<Response>;
/** A route as Next calls it, with the operation it serves: tests find every route by it. */
export type Route = Handler & { readonly operation: Operation };

/**
 * Makes an endpoint of an operation and a function that calls one verb. In this order: who asks, how often, from where, in which
 * zone; then input, verb, and the answer checked against its schema. Errors have one shape, and nothing is stored on the way.
 * The function may answer with a Response of its own (CSV, streams); then it sets the content type itself.
 */
export function route<Params, Query, Body, Answer>(
	operation: Operation<Params, Query, Body, Answer>,
	handle: (call: Call<Params, Query, Body>) => Promise<Answer | Response>,
): Route {
	const handler: Handler = async (request, context) => {
		const requestId = randomUUID();
		const headers: Record<string, string> = { 'cache-control': 'no-store', 'x-request-id': requestId };
		try {
			const actor = await requireActor();
			limitRate(actor);
			if (actor.kind === 'user') requireSameOrigin(request);
			// a path without parameters has none in a production build
			const raw = (await context.params) ?? {};
			const zone = typeof raw.zone === 'string' ? decodeZone(raw.zone) : undefined;
			const ctx = Context.authorize(actor, operation.access, requestId, zone);
			const query = readQuery(operation, request.nextUrl.searchParams);
			const answer = await handle({ ctx, params: readParams(operation, raw), query, body: await readBody(operation, request), request });
			if (operation.counts !== undefined) await recordCounts(ctx, operation.counts, searchOf(query as object));
			if (answer instanceof Response) {
				for (const [name, value] of Object.entries(headers)) if (!answer.headers.has(name)) answer.headers.set(name, value);
				return answer;
			}
			return jsonAnswer(operation, answer, headers);
		} catch (error) {
			const { status, body } = errorBody(error, requestId);
			const wait = retryAfterSeconds(error);
			if (wait !== null) headers['retry-after'] = String(wait);
			return Response.json(body, { status, headers });
		}
	};
	return Object.assign(handler, { operation: operation as Operation });
}

/** Next hands the segments of a path over as they stand in the address. */
function decodeZone(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch (error) {
		if (error instanceof URIError)
			throw new AppError('invalid_input', 'The zone in the address is not valid.', 'Correct it and ask again.');
		throw error;
	}
}
