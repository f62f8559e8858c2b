import { writeAll, writeValues } from '../../lib/query/quote';
import type { EventFilter } from '../args/filters';

/** The filter of the flags in the language of the search. */
export function queryOf(filter: EventFilter): string {
	const values = (name: string, value: string | undefined) => (value === undefined ? '' : writeValues(name, [value]));
	return writeAll([
		values('decision', filter.decision),
		writeValues('type', filter.event_type?.split(',') ?? []),
		values('request', filter.request_id),
		values('app', filter.application_id),
		values('session', filter.session_id),
		values('authority', filter.authority_record_id),
		values('label', filter.label),
		filter.since === undefined ? '' : `since:${filter.since}`,
	]);
}
