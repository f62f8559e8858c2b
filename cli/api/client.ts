import type { JsonValue } from '../../lib/json';
import { type Frame, FrameReader } from '../../lib/tail/sse';
import type { Profile } from '../config/profile';
import { CliError } from '../errors';
import { parseJson } from '../json/lossless';
import { VERSION } from '../version';
import { ApiError, refused, unreachable } from './errors';

export type Params = Readonly<Record<string, string | number | undefined>>;

/** Asks the API. Whatever comes back other than JSON with status 200 or 201 is an ApiError. */
export interface Api {
	/** The console's address, for people. */
	readonly base: string;
	get(path: string, params?: Params | string, signal?: AbortSignal): Promise<JsonValue>;
	/** Asks for something to be done, without a body or with one of JSON. */
	post(path: string, body?: JsonValue): Promise<JsonValue>;
	/** Asks for something to end or go away. */
	remove(path: string): Promise<JsonValue>;
	/** The bytes of a file as they come. @throws ApiError also when they stop coming */
	download(path: string): AsyncGenerator<Uint8Array>;
	/**
	 * Frames of a stream of server-sent events as they come, until its last one, a notice.
	 * @param after the id to go on from
	 * @throws ApiError also when the stream breaks off
	 */
	stream(path: string, params: Params, after: string | undefined, signal: AbortSignal): AsyncGenerator<Frame>;
}

/** A page of 1,000 events with large records takes the server a while; nothing takes longer than this. */
const TIMEOUT_MS = 45_000;
/** A live stream says something every 15 s. */
const SILENCE_MS_MAX = 45_000;

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

function headersOf(token: string, accept: string): Record<string, string> {
	return { authorization: `Bearer ${token}`, accept, 'user-agent': `caracal-cli/${VERSION.replace(/\s/g, '-')}` };
}

/** @param profile where the console is and the token it is asked with; the token is sent there only, redirects are not followed */
export function createApi(profile: Profile): Api {
	const { url, token } = profile;
	const headers = headersOf(token, 'application/json');
	const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, signal?: AbortSignal, sent?: JsonValue): Promise<JsonValue> => {
		const timeout = AbortSignal.timeout(TIMEOUT_MS);
		let response: Response;
		let body: string;
		try {
			response = await fetch(`${url}${path}`, {
				method,
				headers: sent === undefined ? headers : { ...headers, 'content-type': 'application/json' },
				...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
				redirect: 'manual',
				signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
			});
			body = await response.text();
		} catch (error) {
			throw unreachable(url, error);
		}
		const value = parsedOr(body);
		if (response.status !== 200 && response.status !== 201) throw refused(url, response, value, Date.now());
		if (value === undefined)
			throw new ApiError('nonsense', 200, `${url} answers something that is no JSON: see that CARACAL_API_URL is the address of a console`);
		return value;
	};
	return {
		base: url,
		get: (path, params, signal) => ask('GET', `${path}${queryOf(params)}`, signal),
		post: (path, body) => ask('POST', path, undefined, body),
		remove: (path) => ask('DELETE', path),
		download: (path) => bytes(profile, path),
		stream: (path, params, after, signal) => frames(profile, `${path}${queryOf(params)}`, after, signal),
	};
}

async function* bytes({ url, token }: Profile, path: string): AsyncGenerator<Uint8Array> {
	const silence = new AbortController();
	const silent = () => silence.abort(new DOMException('silent', 'TimeoutError'));
	let timer = setTimeout(silent, SILENCE_MS_MAX);
	try {
		const response = await fetch(`${url}${path}`, { headers: headersOf(token, '*/*'), redirect: 'manual', signal: silence.signal });
		if (response.status !== 200) throw refused(url, response, parsedOr(await response.text()), Date.now());
		for await (const chunk of response.body ?? []) {
			clearTimeout(timer);
			yield chunk;
			timer = setTimeout(silent, SILENCE_MS_MAX);
		}
	} catch (error) {
		throw error instanceof ApiError ? error : unreachable(url, error);
	} finally {
		clearTimeout(timer);
	}
}

async function* frames({ url, token }: Profile, path: string, after: string | undefined, signal: AbortSignal): AsyncGenerator<Frame> {
	const silence = new AbortController();
	const silent = () => silence.abort(new DOMException('silent', 'TimeoutError'));
	let timer = setTimeout(silent, SILENCE_MS_MAX);
	try {
		const response = await fetch(`${url}${path}`, {
			headers: { ...headersOf(token, 'text/event-stream'), ...(after === undefined ? {} : { 'last-event-id': after }) },
			redirect: 'manual',
			signal: AbortSignal.any([signal, silence.signal]),
		});
		if (response.status !== 200) throw refused(url, response, parsedOr(await response.text()), Date.now());
		const reader = new FrameReader();
		const decoder = new TextDecoder();
		for await (const chunk of response.body ?? []) {
			// whoever takes the frames may take their time
			clearTimeout(timer);
			for (const frame of reader.push(decoder.decode(chunk, { stream: true }))) {
				yield frame;
				if (frame.event === 'notice') return;
			}
			timer = setTimeout(silent, SILENCE_MS_MAX);
		}
		throw new ApiError('unreachable', 0, `${url} broke the stream off`);
	} catch (error) {
		throw error instanceof ApiError ? error : unreachable(url, error);
	} finally {
		clearTimeout(timer);
	}
}
