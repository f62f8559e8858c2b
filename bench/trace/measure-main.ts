// Its own process: the server's modules load only under the condition react-server. Prints a line of JSON for each question.
import postgres from 'postgres';
import type { Operation } from '../../lib/api/operation';
import { OPEN_ZONE_REQUEST, REQUEST_CHANGES } from '../../lib/api/trace-operations';
import { firstLimits, screenOf } from '../../lib/request/screen';
import { Context } from '../../lib/server/access';
import { webEnv } from '../../lib/server/env';
import { jsonAnswer } from '../../lib/server/http/json-answer';
import { requestChanges } from '../../lib/server/trace/changes';
import { openRequest } from '../../lib/server/trace/open';
import { quantile } from '../api/quantiles';
import { BIG_EVENTS, BIG_REQUEST, STORY_REQUESTS, ZONE } from './stories';

/** Times of one question in milliseconds. */
export interface Measured {
	readonly what: string;
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	/** Processor time of this process, of the whole of the runs by their number. */
	readonly cpu: number;
	readonly runs: number;
	readonly p95MsMax: number;
	/** Events told, and bytes of the answer, of the largest. */
	readonly events: number;
	readonly bytes: number;
	/** Caracal's by-request question of the same requests; null where it has none. */
	readonly caracalP50: number | null;
}

const RUNS = Number(process.argv[2] ?? '200');
const WARM_UP = 10;
const CARACAL = `select id, zone_id, event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status,
	determining_policies_json, diagnostics_json, metadata_json, occurred_at, ingested_at
	from caracal.audit_events where zone_id = $1 and request_id = $2 order by occurred_at asc`;

const { DATABASE_URL } = webEnv();
const sql = postgres(DATABASE_URL, { max: 1, fetch_types: false, connection: { TimeZone: 'UTC' }, onnotice: () => {} });
const memberships = [{ zoneId: null, role: 'admin' as const }];
const actor = { kind: 'token', id: 1, name: 'bench', memberships, sessionId: null, expiresAt: 0n, mustChangePassword: false } as const;
const ctx = Context.authorize(actor, 'evidence.read', 'bench');

async function took(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

async function times(runs: number, work: (run: number) => Promise<unknown>): Promise<{ all: number[]; cpu: number }> {
	for (let i = 0; i < Math.min(WARM_UP, runs); i++) await work(i);
	const before = process.cpuUsage();
	const all: number[] = [];
	for (let i = 0; i < runs; i++) all.push(await took(() => work(i)));
	const { user, system } = process.cpuUsage(before);
	return { all, cpu: (user + system) / 1000 / runs };
}

/** The answer as it is sent, its bytes counted. */
async function sent<Answer>(operation: Pick<Operation<never, never, never, Answer>, 'answer'>, answer: Answer): Promise<number> {
	return (await jsonAnswer(operation, answer, {}).arrayBuffer()).byteLength;
}

const pick = (requests: readonly string[], run: number) => requests[run % requests.length] ?? '';
const ofRequest = (requestId: string) => ({ ctx, input: { zone: ZONE, requestId } });

async function opened(requestId: string): Promise<{ events: number; bytes: number }> {
	const answer = await openRequest(ofRequest(requestId));
	const events = answer.trace.requests.reduce((sum, request) => sum + request.events.length + request.related.length, 0);
	return { events, bytes: await sent(OPEN_ZONE_REQUEST, answer) };
}

/** The first screen, as the page is drawn from it. */
async function drawn(requestId: string): Promise<{ events: number; bytes: number }> {
	const screen = screenOf(await openRequest({ ...ofRequest(requestId), limits: firstLimits(null) }), null);
	return { events: screen.counts.events + screen.counts.related, bytes: Buffer.byteLength(JSON.stringify(screen)) };
}

async function changed(requestId: string): Promise<{ events: number; bytes: number }> {
	const answer = await requestChanges(ofRequest(requestId));
	return { events: answer.diff?.changes.length ?? 0, bytes: await sent(REQUEST_CHANGES, answer) };
}

interface Question {
	readonly what: string;
	readonly requests: readonly string[];
	readonly p95MsMax: number;
	readonly ask: (requestId: string) => Promise<{ events: number; bytes: number }>;
	readonly runs: number;
	readonly hasCaracal: boolean;
}

async function measure({ what, requests, p95MsMax, ask, runs, hasCaracal }: Question): Promise<Measured> {
	const sizes = await Promise.all(requests.map(ask));
	const { all, cpu } = await times(runs, (run) => ask(pick(requests, run)));
	const caracal = hasCaracal
		? await times(runs, async (run) => JSON.stringify([...(await sql.unsafe(CARACAL, [ZONE, pick(requests, run)], { prepare: true }))]))
		: null;
	return {
		...{ what, p50: quantile(all, 0.5), p95: quantile(all, 0.95), p99: quantile(all, 0.99), cpu, runs, p95MsMax },
		...{ events: Math.max(...sizes.map((size) => size.events)), bytes: Math.max(...sizes.map((size) => size.bytes)) },
		caracalP50: caracal === null ? null : quantile(caracal.all, 0.5),
	};
}

const everyday = await sql<{ request_id: string }[]>`
	select request_id from ledger_events where zone_no = (select zone_no from zones where zone_id = ${ZONE})
		and chain_seq in (3000, 9000, 20000, 30000, 35000) and request_id <> ''`;
const plain = everyday.map((row) => row.request_id);
const questions: readonly Question[] = [
	{ what: 'open a request of everyday traffic', requests: plain, p95MsMax: 50, ask: opened, runs: RUNS, hasCaracal: true },
	{
		what: 'open a request with about 200 related events',
		requests: STORY_REQUESTS,
		p95MsMax: 50,
		ask: opened,
		runs: RUNS,
		hasCaracal: true,
	},
	{ what: 'what changed', requests: STORY_REQUESTS, p95MsMax: 100, ask: changed, runs: RUNS, hasCaracal: false },
	{
		...{ what: `open a request of ${BIG_EVENTS.toLocaleString('en')} events: the page`, requests: [BIG_REQUEST], p95MsMax: 500 },
		...{ ask: drawn, runs: Math.max(5, Math.floor(RUNS / 5)), hasCaracal: true },
	},
	{
		...{ what: `the same: the whole as data`, requests: [BIG_REQUEST], p95MsMax: 500 },
		...{ ask: opened, runs: Math.max(5, Math.floor(RUNS / 5)), hasCaracal: true },
	},
];
for (const question of questions) process.stdout.write(`${JSON.stringify(await measure(question))}\n`);
process.exit(0);
