import type { Api } from './client';
import { ApiError } from './errors';

/** Longest the command sits out what the API asks to wait, and how often. */
const WAIT_MS_MAX = 90_000;
const TIMES_MAX = 20;

/** The same API, asked again after the wait it demands when it says "too many requests". */
export function patient(api: Api, sleep: (ms: number, signal?: AbortSignal) => Promise<void>, notice: (line: string) => void): Api {
	const patiently = async <T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
		for (let times = 1; ; times++) {
			try {
				return await ask();
			} catch (error) {
				const waitMs = error instanceof ApiError && error.status === 429 ? (error.retryAfterMs ?? 1000) : null;
				if (waitMs === null || waitMs > WAIT_MS_MAX || times >= TIMES_MAX) throw error;
				notice(`too many requests for this token; going on in ${Math.ceil(waitMs / 1000)} s`);
				await sleep(waitMs, signal);
			}
		}
	};
	return {
		base: api.base,
		stream: api.stream,
		get: (path, params, signal) => patiently(() => api.get(path, params, signal), signal),
		post: (path, body) => patiently(() => api.post(path, body)),
		remove: (path) => patiently(() => api.remove(path)),
		download: api.download,
	};
}
