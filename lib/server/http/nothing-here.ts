import 'server-only';
import { randomUUID } from 'node:crypto';
import type { NextRequest } from 'next/server';
import { AppError } from '../../errors';
import { errorBody } from './error-body';

const PATH_TOLD_MAX = 200;

/** The answer about an address of the interface that there is not: the same for everybody, in the shape of every other error. */
export function nothingHere(request: NextRequest): Response {
	const requestId = randomUUID();
	const path = request.nextUrl.pathname.slice(0, PATH_TOLD_MAX);
	const { status, body } = errorBody(new AppError('not_found', `There is no ${path}.`, 'Look it up in /v1/openapi.json.'), requestId);
	return Response.json(body, { status, headers: { 'cache-control': 'no-store', 'x-request-id': requestId } });
}
