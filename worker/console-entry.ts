import { parseAuditData } from '../lib/events/parse';
import { auditSignature } from '../lib/streams/signature';

/** Reason of a row of the outbox that holds an event of another producer. */
export const NO_CONSOLE_EVENT = 'not_a_console_event';
const CONSOLE_TYPE = /^console\./;

/** A row of the outbox as an entry of the console's stream, or why it cannot become one. */
export type ConsoleEntry = { readonly fields: string[] } | { readonly reason: string };

/**
 * Signs what the console wrote as Caracal's producers sign theirs. Whoever can write to the outbox holds no key and must not get
 * other events signed than the console's own, so nothing else is.
 * @param key signs `data`; null leaves the entry unsigned
 */
export function consoleEntry(data: string, key: Buffer | null): ConsoleEntry {
	const read = parseAuditData(data);
	if (!read.ok) return { reason: read.reason };
	if (!CONSOLE_TYPE.test(read.event.eventType)) return { reason: NO_CONSOLE_EVENT };
	return { fields: ['data', data, ...(key === null ? [] : ['sig', auditSignature(key, Buffer.from(data))])] };
}
