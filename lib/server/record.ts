import 'server-only';
import { randomUUID } from 'node:crypto';
import { enqueueConsoleEvents } from '../../db/queries/outbox';
import type { Reader } from '../../db/queries/reader';
import { CONSOLE_ZONE, type ConsoleActor, type ConsoleDetails, type ConsoleType, consoleEvent } from '../events/console';
import { withoutOtherZones } from '../query/zones-told';
import { nowMicros } from './clock';
import { database } from './database';
import { enqueueTogether } from './record-together';

/** Who did it and under which request: a Context, or what stands for it before there is one. */
export interface Doer {
	readonly actor: ConsoleActor;
	readonly requestId: string;
}

/** What was done. Without a zone it concerns the console as a whole. */
export type Deed = {
	readonly [Type in ConsoleType]: { readonly action: Type; readonly details: ConsoleDetails[Type]; readonly zoneId?: string };
}[ConsoleType];

/** What is told in a zone names no other zone: who may read one need not know which others there are. */
function ofZone<Details extends Deed['details']>(details: Details, zoneId: string | undefined): Details {
	if (zoneId === undefined || zoneId === CONSOLE_ZONE) return details;
	const own = 'zones' in details && (details.zones?.length ?? 0) > 0 ? { ...details, zones: [zoneId] } : details;
	if (!('filters' in own) || own.filters.q === undefined) return own;
	return { ...own, filters: { ...own.filters, q: withoutOtherZones(own.filters.q, zoneId) } };
}

/**
 * Writes down what somebody did, on the primary database. Await it before the answer leaves: what cannot be recorded must not
 * happen, and it throws as the database does.
 * @param reader the transaction of the change it tells of, where there is one: then both are stored or neither
 */
export async function record({ actor, requestId }: Doer, deeds: Deed | readonly Deed[], reader: Reader = database()): Promise<void> {
	const at = nowMicros();
	const all: readonly Deed[] = Array.isArray(deeds) ? deeds : [deeds as Deed];
	const texts = all.map(({ action, details, zoneId }) =>
		consoleEvent({ action, details: ofZone(details, zoneId), zoneId: zoneId ?? CONSOLE_ZONE, actor, requestId, at, id: randomUUID() }),
	);
	await (reader === database() ? enqueueTogether(texts) : enqueueConsoleEvents(reader, texts));
}
