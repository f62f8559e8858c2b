import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { API_TOKEN, WEB_URL } from './env';

// The commands of Caracal's page "Tail and Query the Audit Stream", run as written there against the running product.

const CARACAL = fileURLToPath(new URL('../dist/caracal.mjs', import.meta.url));
const ENV = { NODE_ENV: 'production', CARACAL_API_URL: WEB_URL, CARACAL_ADMIN_TOKEN: API_TOKEN } as const;

interface AuditEvent {
	readonly id: string;
	readonly zone_id: string;
	readonly event_type: string;
	readonly request_id: string;
	readonly decision: string;
	readonly policy_set_version_id: string | null;
	readonly determining_policies: readonly { readonly policy: string }[] | null;
	readonly diagnostics: readonly Readonly<Record<string, unknown>>[] | null;
	readonly metadata: Readonly<Record<string, unknown>> | null;
	readonly occurred_at: string;
}

function start(line: string, env: Readonly<Record<string, string>> = {}) {
	return spawn(process.execPath, [CARACAL, ...line.split(' ').slice(1)], { env: { ...ENV, ...env } });
}

/** Runs `caracal ...`. */
async function run(line: string, env?: Readonly<Record<string, string>>) {
	const child = start(line, env);
	const result = { code: null as number | null, stdout: '', stderr: '' };
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		result.stdout += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		result.stderr += text;
	});
	const [code] = await once(child, 'close');
	return { ...result, code: code as number | null };
}

/** The events of a command with `--json`. */
async function events(line: string): Promise<AuditEvent[]> {
	const { code, stdout, stderr } = await run(line);
	expect({ code, stderr: stderr.replace('caracal: no event matches\n', '') }).toEqual({ code: 0, stderr: '' });
	return stdout
		.split('\n')
		.filter((text) => text !== '')
		.map((text): AuditEvent => JSON.parse(text));
}

const FIELDS = [
	...['id', 'zone_id', 'event_type', 'request_id', 'decision', 'policy_set_id', 'policy_set_version_id', 'manifest_sha'],
	...['determining_policies', 'diagnostics', 'metadata', 'occurred_at'],
];

test('caracal audit tail: a table, one line an event, the newest last', async () => {
	const { code, stdout } = await run('caracal audit tail');
	const lines = stdout.trimEnd().split('\n');
	expect(code).toBe(0);
	expect(lines[0]).toMatch(/^OCCURRED AT +DECISION +EVENT TYPE +ZONE +REQUEST ID +WHAT HAPPENED$/);
	expect(lines).toHaveLength(101);
	const times = lines.slice(1).map((line) => line.split(' ')[0] ?? '');
	for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
	expect(times).toEqual(times.toSorted());
});

test('caracal audit tail --json: the documented fields, first and in order', async () => {
	const tail = await events('caracal audit tail --json');
	expect(tail).toHaveLength(100);
	for (const event of tail) {
		expect(Object.keys(event).slice(0, FIELDS.length)).toEqual(FIELDS);
		expect(event.occurred_at).toMatch(/\.\d{6}Z$/);
		for (const list of [event.determining_policies, event.diagnostics]) expect(list === null || Array.isArray(list)).toBe(true);
	}
});

test('--decision, --event-type, --zone, --since, --until, --limit and --request-id say which events', async () => {
	for (const decision of ['deny', 'allow']) {
		const found = await events(`caracal audit tail --decision ${decision} --json`);
		expect(new Set(found.map((event) => event.decision))).toEqual(new Set([decision]));
	}
	const exchanges = await events('caracal audit tail --event-type token_exchange --json');
	expect(new Set(exchanges.map((event) => event.event_type))).toEqual(new Set(['token_exchange']));
	for (const type of ['challenge_invalid', 'challenge_cooldown', 'jti_collision'])
		for (const event of await events(`caracal audit tail --event-type ${type} --json`)) expect(event.event_type).toBe(type);

	const [first, last] = [exchanges[0], exchanges.at(-1)];
	if (first === undefined || last === undefined) throw new Error('the product has no token exchange');
	for (const event of await events(`caracal audit tail --zone ${last.zone_id} --json`)) expect(event.zone_id).toBe(last.zone_id);
	expect(await events('caracal audit tail --limit 50 --json')).toHaveLength(50);
	for (const event of await events(`caracal audit tail --request-id ${last.request_id} --json`))
		expect(event.request_id).toBe(last.request_id);

	const window = await events(
		`caracal audit tail --since ${first.occurred_at} --until ${last.occurred_at} --event-type token_exchange --json`,
	);
	expect(window.map(({ id }) => id)).toContain(first.id);
	expect(window.map(({ id }) => id)).not.toContain(last.id);
	// live traffic goes on meanwhile
	const since = await events(`caracal audit tail --since ${last.occurred_at} --limit 5000 --json`);
	expect(since.map(({ id }) => id)).toContain(last.id);
	for (const event of since) expect(event.occurred_at >= last.occurred_at).toBe(true);
});

test('what the documented jq programs ask for is there', async () => {
	const denied = await events('caracal audit tail --decision deny --json --limit 1000');
	// select(.metadata.principal_id == "app-abc123")
	const principal = denied.find((event) => typeof event.metadata?.principal_id === 'string')?.metadata?.principal_id;
	expect(denied.filter((event) => event.metadata?.principal_id === principal && principal !== undefined).length).toBeGreaterThan(0);
	// select(.diagnostics[]?.step_up_required != null)
	const all = await events('caracal audit tail --json --limit 5000');
	expect(all.some((event) => event.diagnostics?.some((diagnostic) => diagnostic.step_up_required !== undefined))).toBe(true);
	// {policy_set_version_id, decision, determining_policies}
	const decided = all.find((event) => (event.determining_policies ?? []).length > 0);
	expect(decided?.determining_policies?.[0]).toEqual({ policy: expect.stringMatching(/./) });
	expect(decided?.policy_set_version_id).toMatch(/./);
});

test('caracal explain: the documented text, and the same as JSON', async () => {
	const denied = (await events('caracal audit tail --decision deny --event-type token_exchange --json')).at(-1);
	if (denied === undefined) throw new Error('the product has no denied token exchange');
	const { code, stdout } = await run(`caracal explain ${denied.request_id}`);
	expect(code).toBe(0);
	expect(stdout).toMatch(
		/^Request: .+\nZone: .+\nDecision: deny\nEvent: .+\nDetermining policies:\n(- .+\n)+Diagnostics:\n(- .+\n)+Metadata:\n(\w+: .*\n)+/,
	);
	expect(stdout).toContain(`Request: ${denied.request_id}\nZone: ${denied.zone_id}\n`);

	const { stdout: json } = await run(`caracal explain ${denied.request_id} --zone ${denied.zone_id} --json`);
	const explanation: { final_decision: string; events: AuditEvent[] } & Record<string, unknown> = JSON.parse(json);
	expect(explanation).toMatchObject({ request_id: denied.request_id, zone_id: denied.zone_id, final_decision: 'deny' });
	expect(explanation.events.map(({ id }) => id)).toContain(denied.id);
});

/** A diagnostic as the command lists it. */
function diagnosticLines(diagnostic: Readonly<Record<string, unknown>>): string[] {
	return Object.entries(diagnostic).map(([key, value]) => `- ${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
}

test('caracal explain: line by line the layout of the documentation, made of what the event says', async () => {
	const all = await events('caracal audit tail --json --limit 2000');
	const times = new Map<string, number>();
	for (const { request_id } of all) times.set(request_id, (times.get(request_id) ?? 0) + 1);
	const alone = all.filter((event) => event.event_type === 'token_exchange' && times.get(event.request_id) === 1);
	let seen = 0;
	for (const { request_id, zone_id } of alone) {
		if (seen === 2) break;
		const line = `caracal explain ${request_id} --zone ${zone_id}`;
		const explanation: { events: (AuditEvent & { evaluation_status: string })[] } = JSON.parse((await run(`${line} --json`)).stdout);
		const [event, ...others] = explanation.events;
		if (event === undefined || others.length > 0) continue;
		seen++;
		const version = event.policy_set_version_id ? ` (${event.policy_set_version_id})` : '';
		const policies = (event.determining_policies ?? []).map(({ policy }) => `- ${policy}${version}`);
		const diagnostics = (event.diagnostics ?? []).flatMap(diagnosticLines);
		if (event.evaluation_status !== 'complete') diagnostics.push(`- evaluation_status: ${event.evaluation_status}`);
		const metadata = Object.entries(event.metadata ?? {}).map(
			([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
		);
		expect((await run(line)).stdout.split('\n')).toEqual([
			`Request: ${request_id}`,
			`Zone: ${zone_id}`,
			`Decision: ${event.decision}`,
			'Event: token_exchange',
			'Determining policies:',
			...(policies.length === 0 ? ['- none'] : policies),
			'Diagnostics:',
			...(diagnostics.length === 0 ? ['- none'] : diagnostics),
			'Metadata:',
			...metadata,
			'',
		]);
	}
	expect(seen).toBeGreaterThan(0);
});

test('caracal explain --diff: the likeliest cause first, then both side by side', async () => {
	const denied = (await events('caracal audit tail --decision deny --event-type token_exchange --json')).at(-1);
	if (denied === undefined) throw new Error('the product has no denied token exchange');
	const allowed = (await events(`caracal audit tail --decision allow --event-type token_exchange --zone ${denied.zone_id} --json`)).at(-1);
	if (allowed === undefined) throw new Error('the product has no allowed token exchange in the zone');
	const line = `caracal explain ${denied.request_id} --zone ${denied.zone_id} --diff ${allowed.request_id}`;
	const { code, stdout, stderr } = await run(line);
	expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
	expect(stdout).toMatch(
		/^Likeliest cause: .+\.\nHow sure: (?:certain|likely|possible), .+\nBefore: .+, (?:allow|deny), .+\nAfter: .+, (?:allow|deny), .+\n\nFIELD +BEFORE +AFTER\ndecision +(?:allow +deny|deny +allow)\n/,
	);
	const answer: { diff: { cause: object; fields: { name: string }[] } } = JSON.parse((await run(`${line} --json`)).stdout);
	expect(answer.diff.fields.map(({ name }) => name)).toContain('decision');
});

test('caracal explain of an ID nobody has: one line that says where it could be', async () => {
	const { code, stdout, stderr } = await run('caracal explain no-such-request');
	expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
	expect(stderr).toMatch(/^caracal: No zone this token may read has a request of this ID: [^\n]+\n$/);
});

test('caracal audit check: the worker finds the signatures valid', async () => {
	const places = (await events('caracal audit tail --json --limit 3')) as (AuditEvent & { chain_seq: number })[];
	for (const { zone_id, chain_seq } of places) {
		const { code, stdout, stderr } = await run(`caracal audit check --zone ${zone_id} ${chain_seq}`);
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toMatch(/^#\d+ valid: .+\n- signature holds: .+\n- content holds: .+\n- chain holds: .+\n- link holds: .+\n$/);
	}
});

test('caracal audit tail --follow: the last events, then new ones as they come, until it is stopped', async () => {
	const child = start('caracal audit tail --follow --json --limit 5');
	let stdout = '';
	let stderr = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const closed = once(child, 'close');
	for await (const text of child.stdout.setEncoding('utf8')) {
		stdout += text;
		// once: a second one would end it by force
		if (stdout.split('\n').length > 15 && !child.killed) child.kill('SIGINT');
	}
	expect([(await closed)[0], stderr]).toEqual([0, '']);
	const places = stdout
		.trimEnd()
		.split('\n')
		.map((line): AuditEvent & { chain_seq: number } => JSON.parse(line));
	expect(new Set(places.map(({ zone_id, chain_seq }) => `${zone_id}/${chain_seq}`)).size).toBe(places.length);
});

test('caracal audit search, zones and whoami', async () => {
	const search = await run('caracal audit search --last 7d --decision deny --limit 20 --json');
	const found = search.stdout
		.trimEnd()
		.split('\n')
		.map((line): { decision: string; sentence: string } => JSON.parse(line));
	expect(found).toHaveLength(20);
	for (const { decision, sentence } of found) expect([decision, sentence]).toEqual(['deny', expect.stringMatching(/./)]);
	expect((await run('caracal zones')).stdout).toMatch(/^ZONE +EVENTS +CHAIN REACHES +NEWEST EVENT\n(\S+ +\d+ +\d+ +(\S+Z|-)\n)+$/);
	expect((await run('caracal whoami')).stdout).toMatch(/^Console: http:.*\nToken: .+\nRoles:\n- admin in every zone\nExpires: .+\n$/);
});

test('a token that is not one: one line and exit code 1', async () => {
	const { code, stdout, stderr } = await run('caracal audit tail', { CARACAL_ADMIN_TOKEN: 'nonsense' });
	expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
	expect(stderr).toMatch(/^caracal: [^\n]+\n$/);
	expect(stderr).not.toContain('nonsense');
});
