import 'server-only';
import * as z from 'zod';
import { readSnapshot } from '../../../db/queries/reader';
import { commitBefore, firstMissing, newestCommit, spansBetween } from '../../../db/queries/tail/commits';
import type { ZoneRow } from '../../../db/queries/zones';
import { TAIL_MODES, TAIL_SHAPES } from '../../api/tail';
import { zonesConcerned } from '../../events/console';
import { isAtRest, spansAhead, type TailPosition } from '../../tail/position';
import { parseRfc3339Micros } from '../../time';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { database } from '../database';
import { invalidInput, parseInput } from '../events/search-input';
import { Flow } from '../http/flow';
import { type Deed, record } from '../record';
import { told } from '../record-reads';
import { queryOf } from '../search/question';
import { askedZones, zoneNamed } from '../zones';
import { aheadOfLedger, beforeRetention, foreignPosition, openCursor } from './cursor';
import { tailHub } from './hub';
import { takePlace } from './limits';
import { StreamViewer } from './viewer';

const schema = z.object({
	/** Zone ids; empty for all the asker may read, those of later too. */
	zones: z.array(z.string()),
	/** The zone is the one in the path, which the request was authorised for. */
	inPath: z.boolean().default(false),
	q: z.string().max(20_000),
	since: z.string().optional(),
	mode: z.enum(TAIL_MODES),
	rows: z.enum(TAIL_SHAPES),
	/** A cursor to go on from. */
	after: z.string().optional(),
	until: z.enum(['stopped', 'now']),
});
type Input = z.infer<typeof schema>;

const HEADERS = {
	'content-type': 'text/event-stream; charset=utf-8',
	// no-transform: a proxy that compresses gathers before it sends
	'cache-control': 'no-store, no-transform',
	'x-accel-buffering': 'no',
};

/** The zone of the path; none when it has no event yet, which may come while it is watched. */
async function zoneOfPath(zoneIds: readonly string[]): Promise<ZoneRow[]> {
	const zones = await Promise.all(zoneIds.map(zoneNamed));
	return zones.filter((zone) => zone !== null);
}

/** Where the stream begins. @throws AppError for a cursor that cannot be gone on from */
async function startOf(input: Input, zoneNos: readonly number[], zoneIdOf: (zoneNo: number) => string): Promise<TailPosition> {
	const { after, since } = input;
	const db = database();
	if (after !== undefined) {
		const position = openCursor(after);
		if (!isAtRest(position) && position.zoneNo !== 0 && !zoneNos.includes(position.zoneNo)) throw foreignPosition();
		const newest = await readSnapshot(db, 'all', newestCommit);
		if (position.to > newest) throw aheadOfLedger();
		await readSnapshot(db, zoneNos, async (reader) => {
			const ahead = spansAhead(await spansBetween(reader, zoneNos, position.from, position.to), position);
			const later = await spansBetween(reader, zoneNos, position.to, newest);
			const first = [...ahead, ...later.filter((span) => !ahead.some((each) => each.zoneNo === span.zoneNo))];
			const missing = await firstMissing(reader, first);
			if (missing !== null) throw beforeRetention(zoneIdOf(missing.zoneNo));
		});
		return position;
	}
	const at = since === undefined ? null : parseRfc3339Micros(since);
	if (since !== undefined && at === null) throw invalidInput('The parameter since');
	const commitNo = at === null ? tailHub().restCommit : await readSnapshot(db, 'all', (reader) => commitBefore(reader, at));
	return { from: commitNo, to: commitNo, zoneNo: 0, seq: 0 };
}

/**
 * Opens a live stream, which begins when it has a connection. Whatever refuses it does so before; the read is recorded once, with its filter.
 * @throws AppError invalid_input, forbidden, gone, rate_limited, unavailable
 */
export async function openTail({ ctx, input }: { ctx: Context; input: unknown }): Promise<Flow> {
	const given = parseInput(schema, input);
	const query = queryOf(given.q, nowMicros());
	const zones = given.inPath ? await zoneOfPath(given.zones) : await askedZones(ctx, given.zones);
	const giveBack = takePlace(ctx.actor);
	try {
		const hub = tailHub();
		await hub.start();
		const zoneIds = new Map(zones.map((zone) => [zone.zoneNo, zone.zoneId]));
		const position = await startOf(given, [...zoneIds.keys()], (zoneNo) => zoneIds.get(zoneNo) ?? '');
		const filters = told({
			view: 'tail',
			...(given.q === '' ? {} : { q: given.q }),
			...(given.since === undefined ? {} : { since: given.since }),
			...(given.after === undefined ? {} : { resumed: 'true' }),
		});
		// of all zones one record for the console as a whole: one in each would make of every opened stream events in all of them,
		// which every stream then shows
		const concerned = zonesConcerned(given.zones.length === 0 ? [] : [...zoneIds.values()], []);
		await record(
			ctx,
			concerned.map((zoneId): Deed => ({ action: 'console.search', zoneId, details: { filters, zones: given.zones, events_shown: 0 } })),
		);
		const feed = await hub.feed({ scope: ctx.scope, zoneIds: [...new Set(given.zones)].sort(), query, shape: given.rows });
		const { mode, until } = given;
		const options = { hub, feed, actor: ctx.actor, mode, position, untilNow: until === 'now', onEnd: giveBack };
		return new Flow(HEADERS, (sink) => new StreamViewer(options, sink));
	} catch (error) {
		giveBack();
		throw error;
	}
}
