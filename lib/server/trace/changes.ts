import 'server-only';
import * as z from 'zod';
import { eventAt } from '../../../db/queries/event-one';
import type { Reader } from '../../../db/queries/reader';
import { ownEvents } from '../../../db/queries/trace/own';
import { relatedEvents } from '../../../db/queries/trace/related';
import type { AskedLookup } from '../../../db/queries/trace/sets';
import type { ZoneRow } from '../../../db/queries/zones';
import type { RequestChangesAnswer } from '../../api/trace';
import { AppError } from '../../errors';
import { redactText } from '../../evidence/redact';
import { type Compared, diffOf, lookupsBetween, requestOf } from '../../trace/diff';
import { instantOf, type Place, type TraceEvent } from '../../trace/event';
import type { Relation } from '../../trace/related';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { zoneOf } from '../events/get';
import { parseInput } from '../events/search-input';
import { readZones } from '../evidence';
import { recordRequestOpened } from '../record-reads';
import { visibleZones } from '../zones';
import { type FoundBaseline, findBaseline } from './baseline';
import { askedLookups, OWN_EVENTS_MAX } from './gather';
import { readInTime } from './in-time';
import { requestIdSchema } from './open';
import { traceEvents } from './read-event';

const zoneId = z.string().min(1).max(512);
const seq = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional();
const schema = z.object({
	zone: zoneId,
	requestId: requestIdSchema,
	seq,
	with: requestIdSchema.optional(),
	withZone: zoneId.optional(),
	withSeq: seq,
	resource: z.string().min(1).max(4096).optional(),
});
type Input = z.infer<typeof schema>;

/** One request of an ID, as it is compared. */
interface Side {
	readonly zone: ZoneRow;
	readonly requestId: string;
	readonly events: readonly TraceEvent[];
	/** Null: it has no decision, or there is none at the place. */
	readonly compared: Compared | null;
}

async function readSide(
	reader: Reader,
	zone: ZoneRow,
	requestId: string,
	at: number | undefined,
	resource: string | undefined,
): Promise<Side> {
	const { rows } = await ownEvents(reader, [zone.zoneNo], requestId, OWN_EVENTS_MAX);
	const events = traceEvents(rows, [zone], requestId);
	const place: Place | undefined = at === undefined ? undefined : { zone: zone.zoneId, seq: at };
	return { zone, requestId, events, compared: requestOf(events, redactText(requestId), place, resource) };
}

const readOne = (zone: ZoneRow, requestId: string, at: number | undefined, resource: string | undefined, signal: AbortSignal | undefined) =>
	readZones([zone], (reader) => readSide(reader, zone, requestId, at, resource), 'kept', { signal });

/** The request that an event found by a search belongs to; lists cut long IDs, the ledger has them whole. */
function readBaseline(
	zone: ZoneRow,
	found: FoundBaseline,
	resource: string | undefined,
	signal: AbortSignal | undefined,
): Promise<Side | null> {
	return readZones(
		[zone],
		async (reader) => {
			const row = await eventAt(reader, zone.zoneNo, found.seq);
			return row === null ? null : readSide(reader, zone, row.requestId, found.seq, resource);
		},
		'kept',
		{ signal },
	);
}

/** What to ask for beside the two requests: what happened in between, and how their sessions and delegations lived. */
function lookupsOf(one: Compared, other: Compared): AskedLookup[] {
	const between = lookupsBetween(one, other).map((lookup) => ({ lookup, at: lookup.to ?? 0n }));
	const lives = [one, other].flatMap(({ own }) => askedLookups(own)).filter(({ lookup }) => lookup.relation === 'authority');
	return [...between, ...lives];
}

interface Between {
	readonly events: readonly TraceEvent[];
	readonly isWhole: boolean;
}

function readBetween(one: Side, other: Side, lookups: readonly AskedLookup[], signal: AbortSignal | undefined): Promise<Between> {
	const zones = one.zone.zoneNo === other.zone.zoneNo ? [one.zone] : [one.zone, other.zone];
	const read = async (reader: Reader, relations: ReadonlySet<Relation>): Promise<Between> => {
		const asked = lookups.filter(({ lookup }) => relations.has(lookup.relation));
		const { rows, cuts } = await relatedEvents(reader, zones, asked, null);
		return { events: traceEvents(rows, zones, one.requestId), isWhole: cuts.length === 0 && asked.length === lookups.length };
	};
	return readInTime(zones, read, signal);
}

function nothing(why: string): RequestChangesAnswer {
	return { baseline: null, diff: null, why };
}

/** Another zone of those the asker may read with events of the ID; null: none. */
async function zoneElsewhere(ctx: Context, zone: ZoneRow, requestId: string, signal: AbortSignal | undefined): Promise<ZoneRow | null> {
	const zones = (await visibleZones(ctx)).filter(({ zoneNo }) => zoneNo !== zone.zoneNo);
	if (zones.length === 0) return null;
	const zoneNos = zones.map(({ zoneNo }) => zoneNo);
	const { rows } = await readZones(zones, (reader) => ownEvents(reader, zoneNos, requestId, 1), 'kept', { signal });
	return zones.find(({ zoneNo }) => zoneNo === rows[0]?.zoneNo) ?? null;
}

/** The request chosen: in the zone named, else in that of the request it is compared with, else in any. */
async function readChosen(ctx: Context, input: Input, requestId: string, zone: ZoneRow, signal: AbortSignal | undefined): Promise<Side> {
	const named = input.withZone === undefined ? zone : await zoneOf(ctx, input.withZone);
	const side = await readOne(named, requestId, input.withSeq, input.resource, signal);
	if (side.events.length > 0 || input.withZone !== undefined) return side;
	const other = await zoneElsewhere(ctx, zone, requestId, signal);
	return other === null ? side : readOne(other, requestId, undefined, input.resource, signal);
}

interface Other {
	readonly side: Side;
	readonly match: NonNullable<RequestChangesAnswer['baseline']>['match'];
}

/** The request to compare with, or why there is none. */
async function otherOf(
	ctx: Context,
	input: Input,
	compared: Compared,
	zone: ZoneRow,
	signal: AbortSignal | undefined,
): Promise<Other | string> {
	if (input.with !== undefined) {
		const side = await readChosen(ctx, input, input.with, zone, signal);
		if (side.events.length === 0)
			return input.withZone === undefined
				? 'No zone that you may read has an event of the request it is to be compared with.'
				: `Zone ${side.zone.zoneId.slice(0, 100)} has no event of the request it is to be compared with.`;
		return side.compared === null ? 'The request it is to be compared with has no decision.' : { side, match: 'chosen' };
	}
	const { found, isWhole } = await findBaseline(zone, compared, signal);
	const side = found === null ? null : await readBaseline(zone, found, compared.exchange.resource || undefined, signal);
	if (found !== null && side !== null && side.compared !== null) return { side, match: found.match };
	const before = 'in the 90 days before it';
	return isWhole
		? `No allowed request of the same application and resource, of the same session, or for the same scopes was found ${before}.`
		: `Looking for an allowed request like it ${before} took too long. Choose one to compare with.`;
}

/**
 * A request beside the latest allowed one like it, or beside one that is chosen: what differs, what happened in between, and the
 * likeliest cause.
 * @throws AppError invalid_input, forbidden, not_found, request_not_found, unavailable
 */
export async function requestChanges({
	ctx,
	input,
	signal,
}: {
	ctx: Context;
	input: unknown;
	signal?: AbortSignal;
}): Promise<RequestChangesAnswer> {
	const asked = parseInput(schema, input);
	const zone = await zoneOf(ctx, asked.zone);
	const side = await readOne(zone, asked.requestId, asked.seq, asked.resource, signal);
	if (side.events.length === 0)
		throw new AppError(
			'request_not_found',
			`Zone ${zone.zoneId.slice(0, 100)} has no event of this request.`,
			'See that the ID was copied whole, or try again in a moment: an event takes about a second to arrive.',
		);
	const undecided =
		asked.seq === undefined ? 'No event of it is a decision.' : 'No request of this ID has a decision and an event at this place.';
	const [other] = await Promise.all([
		side.compared === null ? undecided : otherOf(ctx, asked, side.compared, zone, signal),
		recordRequestOpened(ctx, zone.zoneId, asked.requestId, side.events.length),
	]);
	if (side.compared === null || typeof other === 'string') return nothing(typeof other === 'string' ? other : undecided);
	const { compared } = other.side;
	if (compared === null) return nothing('The request it is to be compared with has no decision.');
	const [between] = await Promise.all([
		readBetween(side, other.side, lookupsOf(side.compared, compared), signal),
		recordRequestOpened(ctx, other.side.zone.zoneId, other.side.requestId, other.side.events.length),
	]);
	const { event, place } = compared.exchange;
	return {
		baseline: { match: other.match, requestId: redactText(other.side.requestId), ...place, at: instantOf(event.occurredAt) },
		diff: diffOf(compared, side.compared, between.events, nowMicros()),
		why: between.isWhole ? '' : 'Not everything between the two could be read, so something that changed may be missing.',
	};
}
