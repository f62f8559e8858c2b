import 'server-only';
import type { NextRequest } from 'next/server';
import type * as z from 'zod';
import type { Operation } from '../../api/operation';
import { AppError } from '../../errors';

const BODY_BYTES_MAX = 64 * 1024;

function invalid(where: string, error: z.ZodError): AppError {
	const [issue] = error.issues;
	const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
	if (unknown !== undefined)
		return new AppError(
			'invalid_input',
			`There is no ${where} ${unknown.slice(0, 120)}.`,
			'Leave it out, or look it up in /v1/openapi.json.',
		);
	const name = issue?.path.join('.') ?? '';
	return new AppError(
		'invalid_input',
		`${name === '' ? `The ${where}` : `The ${where} ${name.slice(0, 120)}`} is not valid${issue === undefined ? '' : `: ${issue.message}`}.`,
		'Correct it and ask again.',
	);
}

function parse<T>(where: string, schema: z.ZodType<T>, value: unknown): T {
	const result = schema.safeParse(value);
	if (!result.success) throw invalid(where, result.error);
	return result.data;
}

/** The path's parameters, decoded. @throws AppError invalid_input */
export function readParams<P>(operation: Operation<P, never, never, never> | Operation<P, unknown, unknown, unknown>, raw: object): P {
	const decoded: Record<string, string> = {};
	for (const [name, value] of Object.entries(raw as Record<string, string | string[] | undefined>)) {
		try {
			decoded[name] = decodeURIComponent(Array.isArray(value) ? value.join('/') : (value ?? ''));
		} catch (error) {
			if (!(error instanceof URIError)) throw error;
			throw new AppError('invalid_input', `The ${name} in the address is not valid.`, 'Correct it and ask again.');
		}
	}
	return parse('part of the address', operation.params as z.ZodType<P>, decoded);
}

/** The query as an object; a repeated name becomes an array. @throws AppError invalid_input that names the parameter */
export function readQuery<Q>(operation: { readonly query: z.ZodType<Q> }, params: URLSearchParams): Q {
	const query: Record<string, string | string[]> = Object.create(null);
	for (const name of new Set(params.keys())) {
		const values = params.getAll(name);
		query[name] = values.length === 1 ? (values[0] ?? '') : values;
	}
	return parse('parameter', operation.query, { ...query });
}

/** The JSON body; undefined when the operation takes none. @throws AppError invalid_input, too_large */
export async function readBody<B>(operation: { readonly body: z.ZodType<B> | null }, request: NextRequest): Promise<B> {
	if (operation.body === null) return undefined as B;
	const bytes = await readBytes(request);
	try {
		return parse('member', operation.body, JSON.parse(bytes.toString('utf8')));
	} catch (error) {
		if (error instanceof SyntaxError) throw new AppError('invalid_input', 'The body is not JSON.', 'Send a JSON object.');
		throw error;
	}
}

/** The whole body. @throws AppError too_large before more than BODY_BYTES_MAX of it is kept */
export async function readBytes(request: NextRequest): Promise<Buffer> {
	const tooLarge = new AppError('too_large', `The body is longer than ${BODY_BYTES_MAX} bytes.`, 'Send less.');
	if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES_MAX) throw tooLarge;
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of request.body ?? []) {
		bytes += (chunk as Uint8Array).byteLength;
		if (bytes > BODY_BYTES_MAX) throw tooLarge;
		chunks.push(chunk as Uint8Array);
	}
	return Buffer.concat(chunks);
}
