import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { seedEvents } from '../../../db/testing/seed-events';
import { encodeAuditCursor } from '../../api/audit-cursor';
import type { DocumentedAnswer, DocumentedOperation } from '../../api/document';
import { encodeCursor } from '../../events/cursor';
import { encodePosition } from '../../events/position';
import type { Route } from '../http/route';
import { openApi } from '../openapi';
import { requestOf } from './arbitrary-request';
import { type AskerHeaders, sessionHeaders, tokenHeaders } from './askers';
import { callRoute, type GivenRequest, operationRoutes } from './call-route';
import { type ConsoleDatabase, useConsoleDatabase } from './console-database';
import { setWebEnv } from './web-env';

vi.mock('node:crypto', async (real) => (await import('./quick-scrypt')).withQuickScrypt(await real<typeof import('node:crypto')>()));

const REQUESTS = 2000;
const SEED = 20_261_121;
/** Requests under way at once. */
const AT_ONCE = 32;
/** After so many requests somebody else asks: some requests end their own asker's rights. */
const ASKER_REQUESTS = 250;
const MICROS = 1_764_000_000_000_000n;
/** Operations that change accounts under the askers' feet: few of their requests are meant to get that far. */
const SELDOM = new Set(['createUser', 'changePassword', 'updateUser']);

/** Values under which the seeded ledger has something. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
	zone: ['zn_a', 'zn/odd zone'],
	seq: ['1', '2', '40', '41'],
	request: ['req-1', 'req/2 ü'],
	request_id: ['req-1'],
	text: ['req-1', 'zn_a-1'],
	last: ['all', '90d', '5m'],
	decision: ['deny', 'allow', 'none'],
	q: ['decision:deny', 'type:token_exchange -reason:x', 'session:ses_1 OR x', 'latency:>5 "req-1"', 'meta.n:>1'],
	sel_q: ['decision:deny'],
	sel_from: ['2025-11-24T16:00:00Z'],
	field: ['decision', 'app', 'zone'],
	columns: ['time,zone,seq', 'time,what,metadata'],
	event_type: ['token_exchange', 'control.invoke,token_exchange'],
	event: ['zn_a/3'],
	id: ['zn_a-1', 'req-1', 'req/2 ü', 'ses_1'],
	with: ['req-1', 'r3'],
	with_zone: ['zn_a', 'zn/odd zone'],
	with_seq: ['1', '3'],
	from: ['2025-11-24T16:00:00Z'],
	to: ['2025-11-24T17:00:00Z'],
	since: ['2025-11-24T00:00:00Z', encodePosition(new Map([[1, 3]])) ?? ''],
	until: ['2025-11-25T00:00:00Z'],
	fields: ['id,metadata', 'chain_seq,determining_policies,agent_session_id'],
	before: [encodeCursor({ at: MICROS + 9n, zoneNo: 1, seq: 5 })],
	cursor: [encodeAuditCursor({ at: MICROS + 9n, seq: 5, from: null })],
	after_seq: ['0', '30'],
	after: [encodeCursor({ at: MICROS + 9n, zoneNo: 1, seq: 5 })],
	order: ['asc', 'desc'],
	session_id: ['ses_1'],
	userId: ['1', '2', '999999'],
	tokenId: ['999999', '77'],
	viewId: ['1', '2', '999999'],
};

/** Bodies whose members belong together. */
const KNOWN_BODIES: Readonly<Record<string, readonly object[]>> = {
	revokeAuthority: [{ kind: 'edge', id: 'edge_1', fingerprint: '0000000000000000', confirmation: 'revoke delegation edge_1' }],
};

let database: ConsoleDatabase;
let routes: ReadonlyMap<string, Route>;
const document = openApi();
const ajv = new Ajv2020({ strict: false });
addFormats(ajv);
ajv.addSchema({ $id: 'api', components: document.components });
const validators = new Map<unknown, ValidateFunction>();

function validatorOf(schema: object): ValidateFunction {
	const made =
		validators.get(schema) ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object);
	validators.set(schema, made);
	return made;
}

function answerOf(operation: DocumentedOperation, status: number): DocumentedAnswer | undefined {
	const answer = operation.responses[String(status)];
	return answer !== undefined && '$ref' in answer ? document.components.responses[`Error${status}`] : answer;
}

/** The beginning of an answer that has no end. */
async function firstOf(response: Response): Promise<string> {
	const reader = response.body?.getReader();
	const first = await reader?.read();
	await reader?.cancel();
	return new TextDecoder().decode(first?.value);
}

/** What is wrong with an answer by the document; null when nothing is. */
async function fault(operation: DocumentedOperation, response: Response): Promise<string | null> {
	const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
	const text = isStream ? await firstOf(response) : await response.text();
	const answer = answerOf(operation, response.status);
	if (response.status >= 500 || answer === undefined) return `${response.status} ${text.slice(0, 500)}`;
	if (response.headers.get('x-request-id') === null) return 'no x-request-id';
	if (answer.content === undefined) return text === '' ? null : `${response.status} has a body`;
	const type = response.headers.get('content-type')?.split(';')[0] ?? '';
	const described = answer.content[type];
	if (described === undefined) return `${response.status} is ${type}`;
	if (type !== 'application/json') return null;
	const validate = validatorOf(described.schema);
	return validate(JSON.parse(text)) ? null : `${response.status} ${ajv.errorsText(validate.errors)} ${text.slice(0, 500)}`;
}

async function asker(n: number): Promise<AskerHeaders> {
	if (n === 7) return sessionHeaders(database.owner, [{ zoneId: null, role: 'admin' }]);
	return tokenHeaders(database.owner, 'admin', null);
}

/**
 * Tests one part of all operations: files are what is run side by side.
 * @param part from 0 on
 */
export function fuzzOperations(part: number, parts: number): void {
	beforeAll(async () => {
		setWebEnv({ API_REQUESTS_PER_MINUTE: '100000000', TAIL_OPENS_PER_MINUTE: '100000000' });
		database = await useConsoleDatabase();
		await seedEvents(
			database.owner,
			Array.from({ length: 80 }, (_, i) => ({
				zone: i % 2 === 0 ? 'zn_a' : 'zn/odd zone',
				at: MICROS + BigInt(Math.floor(i / 4)),
				type: ['token_exchange', 'control.invoke', 'step_up_decided'][i % 3],
				decision: ['allow', 'deny', '', 'pending'][i % 4],
				requestId: i % 5 === 0 ? 'req-1' : i % 5 === 1 ? 'req/2 ü' : `r${i}`,
				policies: i % 2 === 0 ? [{ policy: 'p' }] : 'not a list',
				diagnostics: i % 3 === 0 ? [{ reason: 'x' }] : { odd: true },
				metadata:
					i % 7 === 0
						? ['odd']
						: { agent_session_id: 'ses_1', token: 'eyJhbGciOiJIUzI1NiJ9.e30aaaaaaaaaa.x', agent_labels: 'odd', n: 1e300 },
			})),
		);
		routes = await operationRoutes();
	});
	afterAll(() => database?.close());
	const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
	const own = operations.filter((_, i) => i % parts === part).map((operation) => [operation.operationId, operation] as const);

	describe.each(own)('%s', (id, operation) => {
		test(`answers ${REQUESTS} generated requests as it says`, { timeout: 120_000 }, async () => {
			const route = routes.get(id);
			if (route === undefined) throw new Error(`no handler for ${id}`);
			const requests = fc.sample(requestOf(operation, KNOWN, SELDOM.has(id) ? 0.005 : 0.15, KNOWN_BODIES[id]), {
				numRuns: REQUESTS,
				seed: SEED,
			});
			const askers = await Promise.all(Array.from({ length: REQUESTS / ASKER_REQUESTS }, (_, n) => asker(n)));
			const statuses = new Map<number, number>();
			const faults: { request: GivenRequest; fault: string }[] = [];
			let next = 0;
			const work = async () => {
				for (let i = next++; i < requests.length; i = next++) {
					const request = requests[i] ?? {};
					const headers = i % 50 === 0 ? {} : askers[Math.floor(i / ASKER_REQUESTS)];
					const response = await callRoute(route, { ...request, headers });
					statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
					const found = await fault(operation, response);
					if (found !== null) faults.push({ request, fault: found });
				}
			};
			await Promise.all(Array.from({ length: AT_ONCE }, work));
			expect(faults.slice(0, 3)).toEqual([]);
			// what is never let in, or never refused, would prove little
			const count = (from: number, to: number) =>
				[...statuses].reduce((sum, [status, n]) => sum + (status >= from && status < to ? n : 0), 0);
			expect(count(400, 500), JSON.stringify([...statuses])).toBeGreaterThan(REQUESTS / 100);
			expect(count(200, 300) + (statuses.get(404) ?? 0) + (statuses.get(409) ?? 0), JSON.stringify([...statuses])).toBeGreaterThan(2);
		});
	});
}
