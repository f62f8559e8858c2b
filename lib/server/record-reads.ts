import 'server-only';
import { zonesConcerned } from '../events/console';
import { searchFilters } from '../events/console-search';
import { redactText } from '../evidence/redact';
import type { Context } from './access';
import type { SearchInput } from './events/search-input';
import { type Deed, record } from './record';
import { zonesNamedBy } from './record-zones';

type Filters = Readonly<Record<string, string>>;

/** Filters as the record tells them: somebody may have pasted a token where an ID belongs. */
export function told(filters: Filters): Record<string, string> {
	return Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, redactText(value)]));
}

/**
 * Records a page of a search in every zone it concerns, before it is answered.
 * @param shownZones the zone of each event shown
 */
export async function recordSearch(ctx: Context, search: SearchInput, shownZones: readonly string[]): Promise<void> {
	const details = { filters: told(searchFilters(search)), zones: search.zones };
	const shown = (zone: string) => shownZones.filter((each) => each === zone).length;
	await record(
		ctx,
		zonesConcerned(await zonesNamedBy(ctx, search), shownZones).map(
			(zoneId): Deed => ({ action: 'console.search', zoneId, details: { ...details, events_shown: shown(zoneId) } }),
		),
	);
}

/** Records that an event, the bytes its producer signed, or a check of its signature was asked for. */
export async function recordEventOpened(
	ctx: Context,
	event: { readonly zoneId: string; readonly seq: number; readonly id: string },
	part: 'event' | 'signed_bytes' | 'signature',
): Promise<void> {
	await record(ctx, {
		action: 'console.event_opened',
		zoneId: event.zoneId,
		details: { seq: event.seq, event_id: redactText(event.id), part },
	});
}

/** Records that all that is known of a request was opened. */
export async function recordRequestOpened(ctx: Context, zoneId: string, requestId: string, eventsShown: number): Promise<void> {
	await record(ctx, {
		action: 'console.request_opened',
		zoneId,
		details: { opened_request_id: redactText(requestId), events_shown: eventsShown },
	});
}

/** Records that a text was looked up: how much it found and where, never the text, which may be anything that was on a clipboard. */
export async function recordLookup(ctx: Context, matches: number, foundZones: readonly string[]): Promise<void> {
	await record(
		ctx,
		zonesConcerned([], foundZones).map((zoneId): Deed => ({ action: 'console.lookup', zoneId, details: { matches } })),
	);
}
