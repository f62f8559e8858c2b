import { UsageError } from '../errors';
import type { FlagSpecs, Flags } from './flags';
import { parseWhen } from './time';

/** Which events: what `GET /v1/zones/{zone}/audit` takes besides zone, page and position. Instants are RFC 3339. */
export interface EventFilter {
	/** Inclusive. */
	readonly since?: string;
	/** Exclusive. */
	readonly until?: string;
	readonly request_id?: string;
	readonly decision?: string;
	readonly event_type?: string;
	readonly application_id?: string;
	/** The governed session. */
	readonly session_id?: string;
	readonly authority_record_id?: string;
	readonly label?: string;
}

export const WINDOW_FLAGS: FlagSpecs = {
	since: { value: 'TIME', help: 'events at or after this time: 2026-05-11T08:00:00Z, 2026-05-11, 15m, 2h, 7d' },
	until: { value: 'TIME', help: 'events before this time' },
};

export const FILTER_FLAGS: FlagSpecs = {
	decision: { value: 'DECISION', help: 'only this decision: allow, deny, pending, approved, rejected, consumed' },
	'event-type': { value: 'TYPE', many: true, help: 'only these types; several joined by commas, or the flag again' },
	...WINDOW_FLAGS,
	'request-id': { value: 'ID', help: 'only events of this request' },
	application: { value: 'ID', help: 'only events of this application' },
	session: { value: 'ID', help: 'only events of this session (a governed agent run)' },
	'authority-record': { value: 'ID', help: 'only events of this authority record' },
	label: { value: 'LABEL', help: 'only events whose agent carries this label' },
};

/** `since` and `until` as instants. @throws UsageError when no event can lie between them */
export function parseWindow(flags: Flags, nowMicros: bigint): { since?: string; until?: string } {
	const [since, until] = [flags.text('since'), flags.text('until')];
	const from = since === undefined ? undefined : parseWhen('since', since, nowMicros);
	const to = until === undefined ? undefined : parseWhen('until', until, nowMicros);
	// both have the same form, so they order as texts
	if (from !== undefined && to !== undefined && from >= to) throw new UsageError(`--since ${since} is not before --until ${until}`);
	return { since: from, until: to };
}

/** The filter the flags ask for. @throws UsageError */
export function parseFilter(flags: Flags, nowMicros: bigint): EventFilter {
	if (flags.text('decision')?.includes(',') === true)
		throw new UsageError('--decision takes one decision; `caracal audit search` takes several');
	return {
		...parseWindow(flags, nowMicros),
		request_id: flags.text('request-id'),
		decision: flags.text('decision'),
		event_type: flags.texts('event-type').join(',') || undefined,
		application_id: flags.text('application'),
		session_id: flags.text('session'),
		authority_record_id: flags.text('authority-record'),
		label: flags.text('label'),
	};
}
