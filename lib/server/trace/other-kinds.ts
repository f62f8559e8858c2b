import 'server-only';
import type { IdKind, OtherKind } from '../../api/trace';
import { field, textAt } from '../../events/read-json';
import { writeValues } from '../../query/quote';
import { instantOf, type TraceEvent } from '../../trace/event';
import { type Reading, read } from '../../trace/reading';

/** Events of one kind counted at most, and requests of it named. */
export const KIND_EVENTS_MAX = 100;
const KIND_REQUESTS_MAX = 5;

const FIELD: Readonly<Record<IdKind, string>> = {
	event: 'id',
	session: 'session',
	authority: 'authority',
	delegation: 'edge',
	approval: 'challenge',
	trace: 'trace',
	token: 'jti',
};

function textsIn(reading: Reading, key: string): string[] {
	const list = field(reading.meta, key);
	return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** The identifiers of a kind in an event, in any role. */
const IDS: Readonly<Record<IdKind, (reading: Reading) => readonly string[]>> = {
	event: ({ event }) => [event.id],
	session: (reading) => [
		...[reading.session, reading.parent, textAt(reading.meta, 'source_session_id'), textAt(reading.meta, 'target_session_id')],
		...reading.chain.map((hop) => hop.session),
	],
	authority: (reading) => [
		...[reading.authority, textAt(reading.meta, 'authority_record_id'), textAt(reading.meta, 'consumed_authority_record_id')],
	],
	delegation: (reading) => [
		...[reading.edge, textAt(reading.meta, 'edge_id'), textAt(reading.meta, 'parent_edge_id')],
		...[...textsIn(reading, 'edge_ids'), ...reading.chain.map((hop) => hop.edge)],
	],
	approval: (reading) => [reading.challenge],
	trace: (reading) => [reading.traceId],
	token: (reading) => [reading.jti, reading.fingerprint],
};

/** The newest different requests, newest first. */
function requestsOf(newestFirst: readonly TraceEvent[]): OtherKind['requests'] {
	const found = new Map<string, OtherKind['requests'][number]>();
	for (const { zone, requestId, occurredAt } of newestFirst) {
		const key = JSON.stringify([zone, requestId]);
		if (requestId !== '' && !found.has(key)) found.set(key, { zone, requestId, at: instantOf(occurredAt) });
	}
	return [...found.values()].slice(0, KIND_REQUESTS_MAX);
}

/**
 * What a text is the identifier of, by events that hold it.
 * @param events in any order, each once
 */
export function otherKinds(text: string, events: readonly TraceEvent[]): OtherKind[] {
	const readings = events.map(read).sort((a, b) => (a.event.occurredAt < b.event.occurredAt ? 1 : -1));
	return (Object.keys(FIELD) as IdKind[]).flatMap((kind) => {
		const carrying = readings.filter((reading) => IDS[kind](reading).includes(text));
		const [newest] = carrying;
		if (newest === undefined) return [];
		return [
			{
				kind,
				events: Math.min(carrying.length, KIND_EVENTS_MAX),
				exact: carrying.length < KIND_EVENTS_MAX,
				place: newest.place,
				at: instantOf(newest.event.occurredAt),
				requests: requestsOf(carrying.map((reading) => reading.event)),
				query: writeValues(FIELD[kind], [text]),
			},
		];
	});
}
