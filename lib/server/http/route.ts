import 'server-only';
import { randomUUID } from 'node:crypto';
import type { NextRequest } from 'next/server';
import { type Context, requestContext } from '../context';
import { errorBody } from './error-body';

/** What a handler gets: who asks, the parsed path and the query as pairs. */
export interface Call<Params> {
	readonly ctx: Context;
	readonly params: Params;
	readonly query: URLSearchParams;
}

/**
 * Makes a JSON endpoint of a function that calls one verb: signed-in callers only, errors as `ErrorBody` with the right
 * status, nothing stored on the way.
 */
export function route<Params = Record<string, never>>(handle: (call: Call<Params>) => Promise<object>) {
	return async (request: NextRequest, context: { params: Promise<Params> }): Promise<Response> => {
		const requestId = randomUUID();
		const headers = { 'cache-control': 'no-store', 'x-request-id': requestId };
		try {
			const ctx = await requestContext(requestId);
			const answer = await handle({ ctx, params: await context.params, query: request.nextUrl.searchParams });
			return Response.json(answer, { headers });
		} catch (error) {
			const { status, body } = errorBody(error, requestId);
			return Response.json(body, { status, headers });
		}
	};
}
