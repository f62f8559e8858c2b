// Its own process: the server's modules load only under the condition react-server. Prints the medians as JSON.
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { countDatedAfter } from '../../db/queries/events-ahead';
import { eventsPage } from '../../db/queries/events-page';
import { readSnapshot } from '../../db/queries/reader';
import { headsOf, listZones } from '../../db/queries/zones';
import * as schema from '../../db/schema';
import { LIST_EVENTS } from '../../lib/api/event-operations';
import { Context } from '../../lib/server/access';
import { tokenActor } from '../../lib/server/auth/token';
import { nowMicros } from '../../lib/server/clock';
import { webEnv } from '../../lib/server/env';
import { listEvents } from '../../lib/server/events/list';
import { eventItem } from '../../lib/server/events/shape';
import { limitRate } from '../../lib/server/http/rate-limit';
import { DEFAULT_SEARCH } from '../../lib/url/search';
import { quantile } from './quantiles';

const ROUNDS = 400;
const WARM_UP = 100;
const DAY_MICROS = 86_400_000_000n;
const PAGE_ROWS = 50;

/** What both write, so that they are the same work. */
export interface VerbFigures {
	/** Token, rate, zones, row-level security and the record of the search, around the query. Milliseconds, median. */
	readonly authorizedMs: number;
	/** The same statements as the owner of the tables, for the same zone. */
	readonly plainMs: number;
	/** The median of what one takes over the other, in pairs. */
	readonly costMs: number;
}

const [token = '', zoneId = ''] = process.argv.slice(2);
const sql = postgres(webEnv().DATABASE_URL, { max: 1, fetch_types: false, connection: { TimeZone: 'UTC' }, onnotice: () => {} });
const owner = drizzle(sql, { schema });
const search = { ...DEFAULT_SEARCH, zones: [zoneId] };

async function authorized(): Promise<void> {
	const actor = await tokenActor(token);
	if (actor === null) throw new Error('the token does not count');
	limitRate(actor);
	const ctx = Context.authorize(actor, LIST_EVENTS.access, 'bench');
	JSON.stringify(LIST_EVENTS.answer.parse(await listEvents({ ctx, input: { search, limit: PAGE_ROWS } })));
}

async function plain(zoneNo: number): Promise<void> {
	const now = nowMicros();
	const none = { only: [], not: [] };
	const filter = { zoneNos: [zoneNo], from: now - DAY_MICROS, to: now, decisions: none, types: none, requestId: null, eventId: null };
	const answer = await readSnapshot(owner, 'all', async (reader) => {
		const { rows } = await eventsPage(reader, filter, { direction: 'older', cursor: null }, PAGE_ROWS);
		const heads = await headsOf(reader, filter.zoneNos);
		const datedAhead = await countDatedAfter(reader, filter.zoneNos, now, 100);
		return { events: rows.map(eventItem), heads: heads.map((head) => head.seq), datedAhead };
	});
	JSON.stringify(answer);
}

async function took(work: () => Promise<void>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

const zone = (await listZones(owner)).find((each) => each.zoneId === zoneId);
if (zone === undefined) throw new Error(`no zone ${zoneId}`);
const pairs: [number, number][] = [];
for (let i = 0; i < WARM_UP + ROUNDS; i++) {
	// in turns, and each first as often: what happens on the machine meanwhile hits both
	const first = i % 2 === 0 ? await took(authorized) : null;
	const without = await took(() => plain(zone.zoneNo));
	const pair: [number, number] = [first ?? (await took(authorized)), without];
	if (i >= WARM_UP) pairs.push(pair);
}
const figures: VerbFigures = {
	authorizedMs: quantile(
		pairs.map(([with_]) => with_),
		0.5,
	),
	plainMs: quantile(
		pairs.map(([, without]) => without),
		0.5,
	),
	costMs: quantile(
		pairs.map(([with_, without]) => with_ - without),
		0.5,
	),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(0);
