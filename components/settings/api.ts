import { readJson } from '@/components/events/api';

/**
 * Changes something through the console's API.
 * @returns the answer; undefined when there is none (204)
 * @throws ReadFailure
 */
export function sendJson<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
	const headers = { accept: 'application/json', 'content-type': 'application/json' };
	return readJson<T>(path, undefined, body === undefined ? { method } : { method, headers, body: JSON.stringify(body) });
}
