import { field, objectOf, textAt } from '../../lib/events/read-json';
import type { Frame } from '../../lib/tail/sse';
import { type AuditItem, auditItem } from '../api/audit';
import type { Api } from '../api/client';
import { ApiError } from '../api/errors';
import { parseJson } from '../json/lossless';
import { backoffMs } from './backoff';

export interface Following {
	readonly api: Api;
	/** Zones to follow; empty for every zone the token may read, also those that appear meanwhile. */
	readonly zones: readonly string[];
	/** In the language of the search. */
	readonly q: string;
	readonly signal: AbortSignal;
	/** Ends early when the signal fires, without an error. */
	readonly sleep: (ms: number) => Promise<void>;
	readonly random: () => number;
	/** One line for the person who watches. */
	readonly notice: (line: string) => void;
}

/** Ends after which the stream is opened again from its last id; after the others the console has said no. */
const GOES_ON = new Set(['present', 'reconnect', 'restart', 'failed', 'stalled']);
const STATUS: Readonly<Record<string, number>> = { signed_out: 401, forbidden: 403, gone: 410 };

function itemsOf(api: Api, frame: Frame): AuditItem[] {
	const rows = parseJson(frame.data);
	if (!Array.isArray(rows)) throw new ApiError('nonsense', 200, `${api.base} sends events that are no list`);
	return rows.map((row) => auditItem(api, row));
}

/** @throws ApiError when the console has said no */
function endOf(frame: Frame): void {
	const notice = objectOf(parseJson(frame.data));
	const kind = String(field(notice, 'kind') ?? '');
	if (GOES_ON.has(kind)) return;
	const status = STATUS[kind] ?? 403;
	throw new ApiError('refused', status, `${textAt(notice, 'message')} ${textAt(notice, 'todo')} (HTTP ${status})`);
}

/** Whether it is worth opening the stream again. Before the first one stands, only a wait that the console itself asked for is. */
function passes(error: unknown, isBegun: boolean): error is ApiError {
	if (!(error instanceof ApiError)) return false;
	return isBegun ? error.failure !== 'refused' : error.status === 429 || (error.status === 503 && error.retryAfterMs !== undefined);
}

/**
 * What is appended to the ledger, batch by batch in its order, until the signal fires; the first batch is empty and says that
 * nothing from here on will be missed. A console that restarts, is overloaded or out of reach is waited for, and gone on with from
 * the last id: nothing is lost meanwhile and nothing comes twice.
 * @throws ApiError when the console refuses: the token was revoked, the zone taken away
 */
export async function* follow(following: Following): AsyncGenerator<readonly AuditItem[]> {
	const { api, zones, q, signal, sleep, notice } = following;
	const zone = zones.length === 0 ? undefined : zones.map((each) => each.replace(/[\\,]/g, '\\$&')).join(',');
	let lastId: string | undefined;
	let failures = 0;
	while (!signal.aborted) {
		try {
			for await (const frame of api.stream('/v1/tail', { zone, q: q === '' ? undefined : q, rows: 'record' }, lastId, signal)) {
				if (failures > 0 && lastId !== undefined) notice('the console answers again; going on behind the last event');
				failures = 0;
				const items = frame.event === 'events' ? itemsOf(api, frame) : [];
				const isFirst = lastId === undefined && frame.id !== null;
				lastId = frame.id ?? lastId;
				if (items.length > 0 || isFirst) yield items;
				if (frame.event === 'notice') endOf(frame);
			}
		} catch (error) {
			if (signal.aborted) return;
			if (!passes(error, lastId !== undefined)) throw error;
			if (lastId === undefined) notice(`${error.message}; waiting`);
			else if (failures === 0) notice(`${error.message}; waiting for it, nothing is lost`);
			failures++;
			await sleep(backoffMs(failures, following.random(), error.retryAfterMs));
		}
	}
}
