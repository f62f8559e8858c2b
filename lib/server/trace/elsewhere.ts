import 'server-only';
import { eventAt, placesOfEventId } from '../../../db/queries/event-one';
import type { Reader } from '../../../db/queries/reader';
import { alertsOf } from '../../../db/queries/trace/alerts';
import { retentionDays, zonesSince } from '../../../db/queries/trace/kept-since';
import { mentioning } from '../../../db/queries/trace/mentions';
import type { WorkerRow } from '../../../db/queries/worker-status';
import type { ZoneRow } from '../../../db/queries/zones';
import type { Elsewhere, OtherKind } from '../../api/trace';
import { redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';
import type { TraceEvent } from '../../trace/event';
import { readZones } from '../evidence';
import { isQueryCanceled } from '../http/error-body';
import { workerState } from '../status';
import { deadLettersOf } from './dead-letters';
import { KIND_EVENTS_MAX, otherKinds } from './other-kinds';
import { traceEvents } from './read-event';

const EVENTS_OF_ID_MAX = 20;
const ALERTS_MAX = 20;
const STATEMENT_MS_MAX = 3_000;
/** Longer texts are the identifier of nothing but a request. */
const IDENTIFIER_LENGTH_MAX = 1024;

/** The events with this event ID, and those that hold the text as a value; null: they cannot be told. */
async function eventsWith(reader: Reader, zones: readonly ZoneRow[], text: string, now: bigint): Promise<TraceEvent[] | null> {
	const zoneNos = zones.map((zone) => zone.zoneNo);
	const [places, mentions] = await Promise.all([
		placesOfEventId(reader, zoneNos, text, EVENTS_OF_ID_MAX),
		mentioning(reader, zoneNos, text, now, KIND_EVENTS_MAX),
	]);
	const named = await Promise.all(places.map(({ zoneNo, seq }) => eventAt(reader, zoneNo, seq)));
	const rows = [...named.filter((row) => row !== null), ...(mentions ?? [])];
	const once = new Map(rows.map((row) => [`${row.zoneNo}/${row.seq}`, row]));
	return mentions === null && named.length === 0 ? null : traceEvents([...once.values()], zones, '');
}

async function kindsOf(
	zones: readonly ZoneRow[],
	text: string,
	now: bigint,
	signal: AbortSignal | undefined,
): Promise<{ readonly kinds: OtherKind[]; readonly isWhole: boolean }> {
	if (text.length > IDENTIFIER_LENGTH_MAX || redactText(text) !== text) return { kinds: [], isWhole: true };
	try {
		const events = await readZones(zones, (reader) => eventsWith(reader, zones, text, now), 'kept', {
			statementMsMax: STATEMENT_MS_MAX,
			signal,
		});
		return { kinds: events === null ? [] : otherKinds(text, events), isWhole: events !== null };
	} catch (error) {
		signal?.throwIfAborted();
		if (!isQueryCanceled(error)) throw error;
		return { kinds: [], isWhole: false };
	}
}

/**
 * Where an ID that no event carries could be, in zones the asker may read; of other zones it says nothing.
 * @param everyZone the asker may read every zone, and asks about them all
 */
export async function elsewhere(
	zones: readonly ZoneRow[],
	everyZone: boolean,
	text: string,
	workers: readonly WorkerRow[],
	now: bigint,
	signal: AbortSignal | undefined,
): Promise<Elsewhere> {
	const zoneNos = zones.map((zone) => zone.zoneNo);
	const worker = workerState(workers);
	const [{ kinds, isWhole }, deadLetters, [alerts, days, since]] = await Promise.all([
		kindsOf(zones, text, now, signal),
		deadLettersOf(zones, everyZone, text, { total: worker.deadLetters, alive: worker.alive }),
		readZones(zones, (reader) =>
			Promise.all([
				alertsOf(
					reader,
					zones.map((zone) => zone.zoneId),
					text,
					ALERTS_MAX,
				),
				retentionDays(reader),
				zonesSince(reader, zoneNos),
			]),
		),
	]);
	const instant = (at: bigint | undefined) => (at === undefined ? null : formatMicros(at));
	return {
		otherKinds: kinds,
		lookedFor: isWhole,
		deadLetters,
		alerts: alerts.map(({ zoneId, kind, at }) => ({ zone: zoneId, kind: redactText(kind), at: formatMicros(at) })),
		lag: { entries: worker.lagEntries, ms: worker.lagMs, workersAlive: worker.alive, lastCommitAt: worker.lastCommitAt },
		retention: { days, zones: zones.map(({ zoneNo, zoneId }) => ({ zone: zoneId, since: instant(since.get(zoneNo)) })) },
		otherZones: 'Other zones that you may not read cannot be told.',
	};
}
