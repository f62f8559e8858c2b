import { formatMicros } from '../time';
import { boundedMembers, boundedText, jsonBytes } from './bounded';
import type { ConsoleDetails } from './console-details';
import { type EpochMicros, ID_BYTES_MAX } from './contract';
import type { ConsoleType } from './vocabulary';

export type { ConsoleDetails, SignInMethod, SignInRefusal } from './console-details';
export { CONSOLE_TYPES, type ConsoleType } from './vocabulary';

/** The zone of what concerns no single zone: sign-ins, accounts, tokens for every zone, a search over all zones without a hit. */
export const CONSOLE_ZONE = 'console';
/** Zones of a filter that get an event of a search of their own. */
export const ASKED_ZONES_MAX = 50;
/** Longest event, in bytes of its JSON. */
export const CONSOLE_EVENT_BYTES_MAX = 32 * 1024;

export interface ConsoleActor {
	/** `system` acts by itself: first start, retention. */
	readonly kind: 'user' | 'token' | 'system';
	/** Number of the account or token; `''` when there is none. */
	readonly id: number | string;
	readonly name: string;
}

export interface ConsoleEvent<Type extends ConsoleType> {
	readonly action: Type;
	/** The zone it concerns; see zonesConcerned for reads of several. */
	readonly zoneId: string;
	readonly actor: ConsoleActor;
	readonly requestId: string;
	readonly at: EpochMicros;
	/** A random UUID. It makes a second delivery a duplicate, so every event needs its own, also those of one search. */
	readonly id: string;
	readonly details: ConsoleDetails[Type];
}

const DECISIONS: Readonly<Partial<Record<ConsoleType, string>>> = { 'console.sign_in': 'allow', 'console.sign_in_failed': 'deny' };

/**
 * An event of the console as the JSON that console_outbox takes and the audit stream would carry (wire reference 1.3).
 * Total: whatever was typed, the text is an event the ledger accepts, of at most CONSOLE_EVENT_BYTES_MAX bytes. Details that do
 * not fit are left out, and `details_cut` says so.
 */
export function consoleEvent<Type extends ConsoleType>(event: ConsoleEvent<Type>): string {
	const { actor, details } = event;
	const who = { actor_kind: actor.kind, actor_id: boundedText(String(actor.id)), actor_name: boundedText(actor.name) };
	const written = {
		id: boundedText(event.id),
		zone_id: boundedText(event.zoneId) || CONSOLE_ZONE,
		event_type: event.action,
		request_id: boundedText(event.requestId),
		decision: DECISIONS[event.action] ?? '',
		evaluation_status: '',
		determining_policies_json: null,
		diagnostics_json: null,
		metadata_json: { details_cut: true, ...who },
		occurred_at: formatMicros(event.at),
	};
	const { members, isCut } = boundedMembers({ ...details }, CONSOLE_EVENT_BYTES_MAX - jsonBytes(written));
	return JSON.stringify({ ...written, metadata_json: { ...members, ...(isCut ? { details_cut: true } : {}), ...who } });
}

function isZoneId(zoneId: string): boolean {
	return zoneId !== '' && new TextEncoder().encode(zoneId).length <= ID_BYTES_MAX;
}

/**
 * The zones whose ledgers tell of a search: those its filter names, at most ASKED_ZONES_MAX; without any, those that rows were
 * shown of; without those, CONSOLE_ZONE. Each once.
 * @param asked zones that the filter names and the actor may see: a zone that does not exist must not come to be by being asked for
 */
export function zonesConcerned(asked: readonly string[], shown: readonly string[]): readonly string[] {
	for (const zones of [asked.slice(0, ASKED_ZONES_MAX), shown]) {
		const concerned = [...new Set(zones)].filter(isZoneId);
		if (concerned.length > 0) return concerned;
	}
	return [CONSOLE_ZONE];
}
