import 'server-only';
import type { NextRequest } from 'next/server';
import type { Operation } from '../../api/operation';
import { requireActor } from '../auth/actor';
import { Flow } from './flow';
import { readBody } from './input';
import { type Handle, perform } from './perform';
import { webBody } from './web-body';

export type { Call } from './perform';

type Handler = (
	request: NextRequest,
	context: { params: Promise<Record<string, string | string[] | undefined> | undefined> },
) => Promise<Response>;
/** A route as Next calls it, with the operation it serves: tests find every route by it. */
export type Route = Handler & { readonly operation: Operation };

/**
 * Makes an endpoint of an operation and a function that calls one verb; `perform` says in which order what happens.
 * The function may answer with a Response of its own (CSV) or a Flow (streams); then it sets the content type itself.
 */
export function route<Params, Query, Body, Answer>(
	operation: Operation<Params, Query, Body, Answer>,
	handle: Handle<Params, Query, Body, Answer>,
): Route {
	const handler: Handler = async (request, context) => {
		const given = await perform(operation, handle, {
			actor: requireActor,
			// a path without parameters has none in a production build
			params: (await context.params) ?? {},
			searchParams: request.nextUrl.searchParams,
			body: () => readBody(operation, request),
			request,
		});
		if (given instanceof Response) return given;
		if (given instanceof Flow) return new Response(webBody(given, request.signal), { headers: { ...given.headers } });
		return new Response(given.body, { status: given.status, headers: { ...given.headers } });
	};
	return Object.assign(handler, { operation: operation as Operation });
}
