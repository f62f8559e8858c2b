import 'server-only';
import * as z from 'zod';
import type { ZoneRow } from '../../../db/queries/zones';
import type { RequestAnswer } from '../../api/trace';
import { requestIdText } from '../../api/trace-operations';
import { redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';
import type { Reading } from '../../trace/reading';
import { type TraceLimits, traceOf } from '../../trace/trace';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { zoneOf } from '../events/get';
import { parseInput } from '../events/search-input';
import { recordLookup, recordRequestOpened } from '../record-reads';
import { visibleZones } from '../zones';
import { completeTo } from './complete-to';
import { elsewhere } from './elsewhere';
import { gather } from './gather';
import { readInTime } from './in-time';

/** A request ID as it is asked for; half a character is in no stored text. */
export const requestIdSchema = requestIdText.refine((text) => text.isWellFormed());
const schema = z.object({ zone: z.string().min(1).max(512).nullable(), requestId: requestIdSchema });

/** Records the opening where it showed something: in the zone asked for, or in each whose events are shown. */
async function recordOpened(
	ctx: Context,
	zone: string | null,
	requestId: string,
	shown: readonly Reading[],
	otherZones: readonly string[],
) {
	const zones = zone === null ? [...new Set(shown.map(({ place }) => place.zone))].sort() : [zone];
	const countIn = (each: string) => shown.filter(({ place }) => place.zone === each).length;
	if (zones.length === 0) await recordLookup(ctx, otherZones.length, [...new Set(otherZones)]);
	else await Promise.all(zones.map((each) => recordRequestOpened(ctx, each, requestId, countIn(each))));
}

/**
 * All that is known of a request ID: its events and those that belong to it, as a trace, and, when no event carries it, where it
 * could be.
 * @param input `zone` null: every zone the asker may read
 * @param limits what of the trace is made; not given: all of it
 * @throws AppError invalid_input, forbidden, not_found for a zone that is not there, unavailable
 */
export async function openRequest({
	ctx,
	input,
	limits,
	signal,
}: {
	ctx: Context;
	input: unknown;
	limits?: TraceLimits;
	signal?: AbortSignal;
}): Promise<RequestAnswer> {
	const { zone, requestId } = parseInput(schema, input);
	const zones: readonly ZoneRow[] = zone === null ? await visibleZones(ctx) : [await zoneOf(ctx, zone)];
	const found = await readInTime(zones, (reader, relations) => gather(reader, zones, requestId, relations), signal);
	const now = nowMicros();
	const complete = completeTo(found.workers, now);
	const shownId = redactText(requestId);
	const { split, related } = found;
	const trace = traceOf({ requestId: shownId, split, related, now, completeTo: complete, limits });
	const isThere = split.requests.length > 0;
	const everyZone = zone === null && ctx.scope.kind === 'all';
	const where = isThere ? null : await elsewhere(zones, everyZone, requestId, found.workers, now, signal);
	const otherZones = where?.otherKinds.map((kind) => kind.place.zone) ?? [];
	await recordOpened(ctx, zone, requestId, isThere ? [...split.requests.flat(), ...related] : [], otherZones);
	return {
		requestId: shownId,
		now: formatMicros(now),
		completeTo: complete === null ? null : formatMicros(complete),
		zones: zones.map((each) => each.zoneId),
		trace,
		eventsLeftOut: found.leftOut,
		lookupsCut: found.cuts,
		elsewhere: where,
	};
}
