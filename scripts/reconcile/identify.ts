import { contentSha256 } from '../../lib/chain';
import { authorityEvent } from '../../lib/events/authority-entry';
import type { AuditEvent } from '../../lib/events/contract';
import { parseAuditData } from '../../lib/events/parse';
import { parsed } from '../../lib/events/read-json';
import { isDataStream, type SourceStream } from '../../lib/streams/names';
import { fieldOf, type RawStreamEntry } from './pages';

/** What an entry says of itself, as far as it can be read. */
export interface Identified {
	readonly entryId: string;
	/** The zone it claims; '' when it names none. Unverified where there is no event. */
	readonly zoneId: string;
	/** The event it holds, or null when it holds none: then it belongs to the dead letters. */
	readonly event: AuditEvent | null;
	/**
	 * Content hash of its event, lowercase hex. An authority entry's time is its entry id, so that a repetition has the first
	 * one's content only when it is read under the first one's id.
	 */
	contentHash(asEntryId: string): string;
}

function claimedZone(data: string): string {
	const value = parsed(data);
	const zoneId = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.hasOwn(value, 'zone_id') && value.zone_id;
	return typeof zoneId === 'string' ? zoneId : '';
}

const noHash = () => '';

/** Reads an entry as the worker does, but for its signature. */
export function identify(stream: SourceStream, entry: RawStreamEntry): Identified {
	const { entryId, fields } = entry;
	if (isDataStream(stream)) {
		const data = fieldOf(fields, 'data', 'last');
		if (data === undefined) return { entryId, zoneId: '', event: null, contentHash: noHash };
		const text = data.toString();
		const result = parseAuditData(text);
		if (!result.ok) return { entryId, zoneId: claimedZone(text), event: null, contentHash: noHash };
		const { event } = result;
		return { entryId, zoneId: event.zoneId, event, contentHash: () => contentSha256(event).toString('hex') };
	}
	const result = authorityEvent(stream, entryId, fields);
	if (!result.ok) {
		return { entryId, zoneId: fieldOf(fields, 'zone_id', 'last')?.toString() ?? '', event: null, contentHash: noHash };
	}
	return {
		entryId,
		zoneId: result.event.zoneId,
		event: result.event,
		contentHash(asEntryId) {
			const again = authorityEvent(stream, asEntryId, fields);
			return again.ok ? contentSha256(again.event).toString('hex') : '';
		},
	};
}
