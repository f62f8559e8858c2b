import type { JsonValue } from '../../lib/json';
import type { Profile } from '../config/profile';
import { CliError } from '../errors';
import { parseJson } from '../json/lossless';
import { VERSION } from '../version';
import { ApiError, refused, unreachable } from './errors';

export type Params = Readonly<Record<string, string | number | undefined>>;

/** Asks the API. Whatever comes back other than JSON with status 200 is an ApiError. */
export interface Api {
	/** The console's address, for people. */
	readonly base: string;
	get(path: string, params?: Params | string, signal?: AbortSignal): Promise<JsonValue>;
	/** Asks for something to be done, without a body. */
	post(path: string): Promise<JsonValue>;
}

/** A page of 1,000 events with large records takes the server a while; nothing takes longer than this. */
const TIMEOUT_MS = 45_000;

/** One part of a path. @throws CliError for `.` and `..`, which no address can carry as a name */
export function segment(text: string): string {
	if (text === '.' || text === '..') throw new CliError(`${text} cannot be asked for in an address: filter by another field instead`);
	return encodeURIComponent(text.toWellFormed());
}

function queryOf(params: Params | string | undefined): string {
	if (params === undefined || params === '') return '';
	if (typeof params === 'string') return `?${params}`;
	const pairs = Object.entries(params).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
	return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

function parsedOr(text: string): JsonValue | undefined {
	try {
		return parseJson(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/** @param profile where the console is and the token it is asked with; the token is sent there only, redirects are not followed */
export function createApi({ url, token }: Profile): Api {
	const headers = {
		authorization: `Bearer ${token}`,
		accept: 'application/json',
		'user-agent': `caracal-cli/${VERSION.replace(/\s/g, '-')}`,
	};
	const ask = async (method: 'GET' | 'POST', path: string, signal?: AbortSignal): Promise<JsonValue> => {
		const timeout = AbortSignal.timeout(TIMEOUT_MS);
		let response: Response;
		let body: string;
		try {
			response = await fetch(`${url}${path}`, {
				method,
				headers,
				redirect: 'manual',
				signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
			});
			body = await response.text();
		} catch (error) {
			throw unreachable(url, error);
		}
		const value = parsedOr(body);
		if (response.status !== 200) throw refused(url, response, value, Date.now());
		if (value === undefined)
			throw new ApiError('nonsense', 200, `${url} answers something that is no JSON: see that CARACAL_API_URL is the address of a console`);
		return value;
	};
	return {
		base: url,
		get: (path, params, signal) => ask('GET', `${path}${queryOf(params)}`, signal),
		post: (path) => ask('POST', path),
	};
}
