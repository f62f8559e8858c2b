// Its own process: the server's modules load only under the condition react-server. Prints a line of JSON for each question.
import postgres from 'postgres';
import { Context } from '../../lib/server/access';
import { webEnv } from '../../lib/server/env';
import { listEvents } from '../../lib/server/events/list';
import { exportEvents } from '../../lib/server/search/export';
import { eventFacets } from '../../lib/server/search/facets';
import { eventHistogram } from '../../lib/server/search/histogram';
import { DEFAULT_SEARCH, type SearchState } from '../../lib/url/search';
import { quantile } from '../api/quantiles';
import { caracalPage, caracalPageBehind, caracalPanels } from './caracal';
import { questions, type SearchQuestion } from './questions';
import { TO_MICROS } from './world';

/** Times of one question in milliseconds. */
export interface Measured {
	readonly what: string;
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly runs: number;
	readonly p95MsMax: number | null;
	/** How long Caracal's way takes; `isCut` when it was stopped after so long, without an answer. */
	readonly caracal: { readonly p50: number; readonly runs: number; readonly isCut: boolean } | null;
	/** Rows a second, of the export. */
	readonly rowsPerSecond?: number;
	readonly ratioMax?: number;
}

const RUNS = Number(process.argv[2] ?? '200');
const ONLY = process.argv[3] ?? '';
const WARM_UP = 10;
/** Time given to Caracal's way of asking one question, however often it is asked; and to one statement of it. */
const CARACAL_MS_MAX = 6_000;
const CARACAL_STATEMENT_MS_MAX = 20_000;
/** What Postgres says of a statement that took longer than it may. */
const QUERY_CANCELED = '57014';
const PAGE_ROWS = 50;
const DEEP_PAGE = 1000;
const EXPORT_ROWS_MIN = 100_000;

const { DATABASE_URL } = webEnv();
const sql = postgres(DATABASE_URL, {
	max: 1,
	fetch_types: false,
	connection: { TimeZone: 'UTC', statement_timeout: CARACAL_STATEMENT_MS_MAX },
	onnotice: () => {},
});
const memberships = [{ zoneId: null, role: 'admin' as const }];
const actor = { kind: 'token', id: 1, name: 'bench', memberships, sessionId: null, expiresAt: 0n, mustChangePassword: false } as const;
const ctx = Context.authorize(actor, 'evidence.export', 'bench');

const searchOf = (q: string, days: number): SearchState => ({
	...DEFAULT_SEARCH,
	q,
	range: { kind: 'between', from: TO_MICROS - BigInt(days) * 86_400_000_000n, to: TO_MICROS },
});

async function took(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

async function times(runs: number, work: (run: number) => Promise<unknown>): Promise<number[]> {
	for (let i = 0; i < WARM_UP; i++) await work(i);
	const all: number[] = [];
	for (let i = 0; i < runs; i++) all.push(await took(() => work(i)));
	return all;
}

function figures(all: readonly number[]) {
	return { p50: quantile(all, 0.5), p95: quantile(all, 0.95), p99: quantile(all, 0.99), runs: all.length };
}

/** Caracal's way, as often as the time allows, once at least, after one run to warm up; cut when one statement takes too long. */
async function caracalTimes(work: () => Promise<unknown>): Promise<Measured['caracal']> {
	const begun = performance.now();
	try {
		const first = await took(work);
		const all: number[] = [];
		for (let spent = first; all.length < RUNS && (all.length === 0 || spent < CARACAL_MS_MAX); spent += all.at(-1) ?? 0)
			all.push(first > CARACAL_MS_MAX ? first : await took(work));
		return { p50: quantile(all, 0.5), runs: all.length, isCut: false };
	} catch (error) {
		if (!(error instanceof postgres.PostgresError) || error.code !== QUERY_CANCELED) throw error;
		return { p50: performance.now() - begun, runs: 1, isCut: true };
	}
}

function ask({ kind, queries, days }: SearchQuestion, run: number): Promise<unknown> {
	const search = searchOf(queries[run % queries.length] ?? '', days);
	if (kind === 'page') return listEvents({ ctx, input: { search, limit: PAGE_ROWS } });
	// both panels at once, as a page asks for them; the histogram has the total
	return Promise.all([eventHistogram({ ctx, input: { search } }), eventFacets({ ctx, input: { search } })]);
}

const say = (measured: Measured) => process.stdout.write(`${JSON.stringify(measured)}\n`);

/** The thousandth page beside the first, by cursors. */
async function deepPage(): Promise<void> {
	const search = searchOf('', 30);
	let before: string | null = null;
	for (let rows = 0; rows < (DEEP_PAGE - 1) * PAGE_ROWS; rows += 500) {
		const { older }: { older: string | null } = await listEvents({
			ctx,
			input: { search, before: before ?? undefined, limit: Math.min(500, (DEEP_PAGE - 1) * PAGE_ROWS - rows) },
		});
		before = older;
	}
	const first: number[] = [];
	const deep: number[] = [];
	for (let i = 0; i < RUNS + WARM_UP; i++) {
		const one = await took(() => listEvents({ ctx, input: { search, limit: PAGE_ROWS } }));
		const other = await took(() => listEvents({ ctx, input: { search, before: before ?? undefined, limit: PAGE_ROWS } }));
		if (i >= WARM_UP) {
			first.push(one);
			deep.push(other);
		}
	}
	const caracal = await caracalTimes(await caracalPageBehind(sql, (DEEP_PAGE - 1) * PAGE_ROWS));
	say({ what: 'page 1,000, unfiltered', ...figures(deep), p95MsMax: 1.5 * quantile(first, 0.95), caracal });
}

async function exported(): Promise<void> {
	const rates: number[] = [];
	for (let run = 0; run < 3; run++) {
		const start = performance.now();
		const input = {
			search: searchOf('', 2),
			timeZone: null,
			format: 'csv',
			columns: ['time', 'zone', 'seq', 'type', 'decision', 'app', 'resource', 'reason', 'policy-version', 'host', 'latency', 'labels'],
		};
		const response = await exportEvents({ ctx, input });
		let rows = 0;
		for await (const chunk of response.body ?? []) for (const byte of chunk) if (byte === 10) rows++;
		rates.push(((rows - 2) / (performance.now() - start)) * 1000);
	}
	const best = quantile(rates, 0.5);
	say({
		what: `export as CSV, 2 days, all columns of the projection (${EXPORT_ROWS_MIN.toLocaleString('en')} rows/s wanted)`,
		p50: 0,
		p95: 0,
		p99: 0,
		runs: rates.length,
		p95MsMax: null,
		caracal: null,
		rowsPerSecond: best,
	});
}

const requests = await sql<
	{ request_id: string }[]
>`select request_id from ledger_events where zone_no = 1 and chain_seq in (1000, 5000, 9000, 20000, 30000)`;
for (const question of questions(requests.map((row) => row.request_id))) {
	if (!question.what.includes(ONLY)) continue;
	const { what, p95MsMax, caracal, kind } = question;
	const ours = figures(await times(RUNS, (run) => ask(question, run)));
	const theirs =
		caracal === null ? null : await caracalTimes(() => (kind === 'page' ? caracalPage(sql, caracal) : caracalPanels(sql, caracal)));
	say({ what, ...ours, p95MsMax, caracal: theirs });
}
if ('page 1,000'.includes(ONLY)) await deepPage();
if ('export'.includes(ONLY)) await exported();
process.exit(0);
