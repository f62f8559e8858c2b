import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Fault, StandIn, TOKEN } from './testing/console';
import { Bundle } from './testing/process';

const bundle = new Bundle();
let standIn: StandIn;

beforeAll(async () => void (await bundle.build()));
afterAll(() => bundle.remove());
beforeEach(async () => {
	standIn = await new StandIn().start();
});
afterEach(() => standIn.stop());

const env = () => ({ CARACAL_API_URL: standIn.url, CARACAL_ADMIN_TOKEN: TOKEN });
const run = (...args: string[]) => bundle.run(args, env());
const ids = (stdout: string) =>
	stdout
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => String(JSON.parse(line).id));

describe('what it prints', () => {
	test('--json: one object a line, documented fields first, the newest last', async () => {
		standIn.append('a', 3);
		const { code, stdout, stderr } = await run('audit', 'tail', '--json', '--limit', '2');
		expect({ code, stderr, ids: ids(stdout) }).toEqual({ code: 0, stderr: '', ids: ['evt-a-2', 'evt-a-3'] });
		expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
			metadata: { application_id: 'app-1', principal_id: 'app-1' },
			chain_seq: 2,
		});
	});

	test('a table otherwise, a head and one line an event', async () => {
		standIn.append('a', 2);
		const { code, stdout } = await run('audit', 'tail');
		expect(code).toBe(0);
		expect(stdout).toMatchInlineSnapshot(`
			"OCCURRED AT                  DECISION  EVENT TYPE      ZONE  REQUEST ID    WHAT HAPPENED
			2026-05-11T08:00:01.123456Z  allow     token_exchange  a     req-a-1       mailer may use access on crm, by payments-policy
			2026-05-11T08:00:02.123456Z  allow     token_exchange  a     req-a-2       mailer may use access on crm, by payments-policy
			"
		`);
	});

	test('zones are merged by time, and read on page by page', async () => {
		standIn.append('a', 1500);
		standIn.append('b', 1500);
		const { stdout } = await run('audit', 'tail', '--json', '-n', '2500');
		const times = stdout
			.split('\n')
			.slice(0, -1)
			.map((line) => String(JSON.parse(line).occurred_at));
		expect(times).toHaveLength(2500);
		expect(times).toEqual([...times].sort());
	});

	test('explain has the documented shape', async () => {
		standIn.append('my-zone', 1, {
			request_id: 'req-abc123',
			decision: 'deny',
			diagnostics_json: [{ step_up_required: 'mfa' }],
			metadata_json: { principal_id: 'app-xyz789', resource_id: 'res-ghi012', session_id: 'sess-jkl345', agent_session_id: 'sess-mno678' },
		});
		const { code, stdout } = await run('explain', 'req-abc123');
		expect(code).toBe(0);
		expect(stdout).toBe(`Request: req-abc123
Zone: my-zone
Decision: deny
Event: token_exchange
Determining policies:
- payments-policy (psv-def456)
Diagnostics:
- step_up_required: mfa
Metadata:
principal_id: app-xyz789
resource_id: res-ghi012
session_id: sess-jkl345
agent_session_id: sess-mno678
`);
		expect(JSON.parse((await run('explain', 'req-abc123', '--json', '--zone', 'my-zone')).stdout)).toMatchObject({
			request_id: 'req-abc123',
			final_decision: 'deny',
			events: [{ diagnostics: [{ step_up_required: 'mfa' }] }],
		});
	});

	test('explain takes any ID a producer may send', async () => {
		const ids = ['a/b', 'a b', '%2F', '?x=1#y', 'ü☃ 用户', '.', '..', '-rf', '--json', '"q" \\', `${'x'.repeat(4096)}`];
		for (const [i, request_id] of ids.entries()) standIn.append(`z${i}`, 1, { request_id });
		await Promise.all(
			ids.map(async (id, i) => {
				const { code, stdout, stderr } = await run('explain', '--zone', `z${i}`, '--', id);
				expect({ id, code, stderr }).toEqual({ id, code: 0, stderr: '' });
				expect(stdout).toMatch(/^Request: .+\nZone: z\d+\nDecision: allow\n/);
			}),
		);
		expect(await run('explain', '')).toMatchObject({ code: 2, stderr: expect.stringContaining('is empty') });
		expect(await run('explain', 'x'.repeat(8193))).toMatchObject({ code: 1, stderr: expect.stringContaining('at most 8192 characters') });
	}, 60_000);

	test('explain --diff: the likeliest cause first, then both side by side', async () => {
		standIn.append('a', 1, { request_id: 'req-1' });
		const said = (text: string) => [{ kind: 'plain', text }];
		const evil = '\u001b[2J\u202e\nBefore: forged';
		const side = (requestId: string, decision: string) => ({
			requestId,
			decision,
			at: '2026-11-21T12:00:00.000000Z',
			zone: 'a',
			place: { zone: 'a', seq: 7 },
		});
		const diff = {
			before: side('req-0', 'allow'),
			after: side(`req-1${evil}`, 'deny'),
			fields: [
				{ name: 'decision', before: ['allow'], after: ['deny'], state: 'differs' },
				{ name: 'scopes', before: ['a', 'b'], after: [evil], state: 'differs' },
				{ name: 'labels', before: [], after: ['batch'], state: 'differs' },
				{ name: 'resource', before: ['r'], after: ['r'], state: 'same' },
				{ name: 'method', before: ['GET'], after: [], state: 'unknown' },
			],
			changes: [
				{
					at: '2026-11-21T11:59:00.000000Z',
					sentence: [{ kind: 'code', text: `psv_…${evil}`, whole: `psv_8${evil}` }, ...said(' was activated')],
				},
			],
			changesLeftOut: 3,
			cause: {
				sentence: said('Policy version psv_8 was activated 4\u00a0min before; nothing else differs.'),
				sure: 'likely',
				why: said('the reason fits'),
			},
		};
		standIn.changes = { baseline: null, diff, why: '' };
		const { code, stdout, stderr } = await run('explain', 'req-1', '--diff', 'req/0 ü', '--diff-zone', 'b');
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toMatchInlineSnapshot(`
			"Likeliest cause: Policy version psv_8 was activated 4 min before; nothing else differs.
			How sure: likely, the reason fits
			Before: req-0, allow, 2026-11-21T12:00:00.000000Z, zone a #7
			After: req-1⟨ESC⟩[2J⟨U+202E⟩⟨LF⟩Before: forged, deny, 2026-11-21T12:00:00.000000Z, zone a #7

			FIELD     BEFORE  AFTER
			decision  allow   deny
			scopes    a, b    ⟨ESC⟩[2J⟨U+202E⟩⟨LF⟩Before: forged
			labels    -       batch

			Same: resource
			Cannot be compared: method
			Between the two:
			- 3 earlier changes are left out
			- 2026-11-21T11:59:00.000000Z psv_8⟨ESC⟩[2J⟨U+202E⟩⟨LF⟩Before: forged was activated
			"
		`);
		expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		expect(standIn.asked.at(-1)).toBe('/v1/zones/a/requests/req-1/changes?with=req%2F0+%C3%BC&with_zone=b');
		const json = await run('explain', 'req-1', '--diff', 'req-0', '--json');
		expect(json.stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		expect(JSON.parse(json.stdout)).toEqual({ baseline: null, diff, why: '' });
	});

	test('audit check: each event, what was checked, and exit code 1 unless all are valid', async () => {
		expect(await run('audit', 'check', '--zone', 'zn/1', '3', '4')).toEqual({
			code: 0,
			stderr: '',
			stdout: '#3 valid: It holds.\n#4 valid: It holds.\n',
		});
		expect(standIn.asked).toEqual(['/v1/events/zn%2F1/3/signature-check', '/v1/events/zn%2F1/4/signature-check']);
		const parts = [{ part: 'content', state: 'fails', words: 'It differs.', expected: 'ab', found: 'cd' }];
		standIn.check = (zone, seq) => ({ zone, seq, state: 'content_mismatch', words: 'No.', todo: 'Look.', checkedAt: null, parts });
		expect(await run('audit', 'check', '--zone', 'a', '3')).toEqual({
			code: 1,
			stdout: '#3 content_mismatch: No.\n- content fails: It differs. (expected ab, found cd)\n- to do: Look.\n',
			stderr: 'caracal: 1 of 1 checked events is not valid\n',
		});
		expect(JSON.parse((await run('audit', 'check', '--zone', 'a', '3', '--json')).stdout)).toMatchObject({ seq: 3, parts });
	});

	test('search, zones and whoami', async () => {
		standIn.append('a', 3);
		expect(
			(await run('audit', 'search', '-n', '2', '--json')).stdout
				.split('\n')
				.slice(0, 2)
				.map((line) => JSON.parse(line).chain_seq),
		).toEqual([3, 2]);
		expect((await run('audit', 'search', '-n', '1')).stdout).toContain('mailer got access');
		expect((await run('zones')).stdout).toMatch(/^ZONE.*\na +3 +3 +2026-/s);
		expect((await run('whoami')).stdout).toBe(`Console: ${standIn.url}\nToken: ci\nRoles:\n- viewer in every zone\nExpires: never\n`);
	});

	test('nothing of an event reaches the terminal as a command', async () => {
		const evil = '\u001b[2J\u009b31m\u202egnp\u200b\r\n\u007f';
		standIn.append('a', 1, { request_id: `req${evil}`, event_type: evil, metadata_json: { application_name: evil, [evil]: evil } });
		const printed = await Promise.all([
			run('audit', 'tail'),
			run('audit', 'tail', '--json'),
			run('explain', `req${evil}`),
			run('audit', 'search', '--json'),
		]);
		for (const { code, stdout } of printed) {
			expect(code).toBe(0);
			expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		}
		expect(JSON.parse(printed[1]?.stdout ?? '').event_type).toBe(evil);
		expect(printed[0]?.stdout).toContain('⟨ESC⟩[2J');
	});
});

describe('how it ends', () => {
	const problem = (status: number, code: string, message: string, headers = {}): Fault => ({
		status,
		headers,
		body: JSON.stringify({ code, message, todo: 'Do this.', requestId: 'srv-1' }),
	});

	test.each<[string, Fault, RegExp]>([
		[
			'a refused token',
			problem(401, 'unauthenticated', 'The token has expired.'),
			/The token has expired\. Do this\. \(HTTP 401, request srv-1\)/,
		],
		['a foreign zone', problem(403, 'forbidden', 'There is no zone z, or it is not yours.'), /There is no zone z/],
		['an error of the server', { status: 500, body: '<html>' }, /answers HTTP 500 and does not say why/],
		['something else that answers', { status: 200, body: '<html>' }, /something that is no JSON/],
		['JSON of something else', { status: 200, body: '{}' }, /answers without items/],
		['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:1/' } }, /a redirect \(HTTP 307\)/],
		['a connection that breaks', 'drop', /cannot be reached \(connection closed\)/],
		['words that try to move the cursor', problem(400, 'invalid_input', 'No.\u001b[31m\nYes.'), /No\.⟨ESC⟩\[31m Yes\./],
	])('%s: one line on standard error, exit code 1, the token nowhere', async (_name, fault, line) => {
		standIn.fault = () => fault;
		const { code, stdout, stderr } = await run('audit', 'tail', '--zone', 'z');
		expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
		expect(stderr).toMatch(line);
		expect(stderr).toMatch(/^caracal: [^\n]+\n$/);
		expect(stderr).not.toContain(TOKEN);
	});

	test('a console that is not there', async () => {
		await standIn.stop();
		expect(await run('zones')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^caracal: .* \(connection refused\): [^\n]+\n$/) });
	});

	test('too many requests are waited out', async () => {
		standIn.append('a', 1);
		let times = 0;
		standIn.fault = () => (times++ < 2 ? problem(429, 'rate_limited', 'Too many.', { 'retry-after': '0' }) : undefined);
		expect(await run('audit', 'tail', '--json', '--zone', 'a')).toMatchObject({ code: 0, stdout: expect.stringContaining('evt-a-1') });
	});

	test.each([
		[['audit', 'tail', '--limit', 'many']],
		[['audit', 'tail', '--since', 'yesterday']],
		[['audit', 'tail', '--follow', '--until', '1h']],
		[['audit', 'search', 'https://x/search?sort=asc']],
		[['explain']],
		[['explain', 'a', 'b']],
		[['explain', 'a', '--diff-zone', 'b']],
		[['audit', 'check', '1']],
		[['audit', 'check', '--zone', 'a', '0']],
		[['expalin', 'a']],
		[['zones', '--nope']],
		[[]],
	])('%j is not understood: one line, exit code 2, nothing asked', async (args) => {
		const { code, stdout, stderr } = await run(...args);
		expect({ code, stdout, asked: standIn.asked }).toEqual({ code: 2, stdout: '', asked: [] });
		expect(stderr).toMatch(/^caracal: [^\n]+\n$/);
	});

	test('a reader that leaves ends it quietly', async () => {
		standIn.append('a', 20_000);
		const running = bundle.start(['audit', 'tail', '--json', '-n', '20000'], env());
		await running.until('the first line', (stdout) => stdout.includes('\n'));
		running.child.stdout.destroy();
		expect(await running.ended()).toMatchObject({ code: 0, stderr: '' });
	});

	test('an unknown request and an unknown token file say so', async () => {
		expect(await run('explain', 'nobody')).toMatchObject({ code: 1, stderr: expect.stringContaining('No zone this token may read') });
		standIn.append('a', 1);
		expect(await run('explain', 'nobody', '--zone', 'a')).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('no request of this ID in zone "a"'),
		});
		standIn.trace = {
			elsewhere: {
				otherKinds: [{ kind: 'session', events: 2, requests: [{ requestId: 'req\u001b-7' }] }],
				deadLetters: { total: 3, looked: true, letters: [{ reason: 'hmac_verify_failed' }] },
				alerts: [],
				lag: { entries: 40, ms: 4000, workersAlive: 1 },
				retention: { days: 90 },
			},
		};
		expect(await run('explain', 'nobody')).toMatchObject({
			code: 1,
			stderr:
				'caracal: No zone this token may read has a request of this ID: it is a session of 2 events, of request "req\\u001b-7"; 1 dead letter mentions it, the newest for hmac_verify_failed; 40 entries still wait on the streams, the oldest for 4 s; events are kept for 90 days; see that it was copied whole\n',
		});
		expect(await run('explain', 'req-a-1', '--diff', 'x')).toMatchObject({
			code: 1,
			stderr: 'caracal: There is nothing to compare with.\n',
		});
		standIn.append('b', 1, { request_id: 'req-a-1' });
		expect(await run('explain', 'req-a-1', '--diff', 'x')).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('say which with --zone'),
		});
		expect(await bundle.run(['zones'], { CARACAL_ADMIN_TOKEN_FILE: '/nowhere' })).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('cannot be read'),
		});
	});
});

describe('--follow', () => {
	const follow = (...args: string[]) => bundle.start(['audit', 'tail', '--json', '--follow', ...args], env());
	const expected = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `evt-a-${from + i}`);

	test.each(['SIGINT', 'SIGTERM'] as const)('prints the last, then what comes, until %s', async (signal) => {
		standIn.append('a', 5);
		const running = follow('--limit', '2');
		await running.until('the last events', (stdout) => stdout.includes('evt-a-5"'));
		standIn.append('a', 3);
		await running.until('the new events', (stdout) => stdout.includes('evt-a-8"'));
		running.child.kill(signal);
		const { code, stdout, stderr } = await running.ended();
		expect({ code, stderr, ids: ids(stdout) }).toEqual({ code: 0, stderr: '', ids: expected(4, 8) });
	});

	test('a console that fails, limits and restarts: nothing lost, nothing twice, two lines about it', async () => {
		standIn.append('a', 3);
		const running = follow('--zone', 'a');
		await running.until('the first events', (stdout) => stdout.includes('evt-a-3"'));
		await standIn.stop();
		standIn.append('a', 1200);
		await running.until('a word about it', (_, stderr) => stderr.includes('waiting for it'));
		const faults: Fault[] = [{ status: 503 }, { status: 429, headers: { 'retry-after': '1' } }];
		standIn.fault = () => faults.shift();
		await standIn.start();
		await running.until('the missed events', (stdout) => stdout.includes('evt-a-1203"'));
		standIn.append('a', 2);
		await running.until('more', (stdout) => stdout.includes('evt-a-1205"'));
		running.child.kill('SIGINT');
		const { code, stdout, stderr } = await running.ended();
		expect({ code, ids: ids(stdout) }).toEqual({ code: 0, ids: expected(1, 1205) });
		expect(stderr.split('\n')).toEqual([
			expect.stringContaining('waiting for it, nothing is lost'),
			expect.stringContaining('answers again'),
			'',
		]);
	}, 60_000);

	test('a token that is revoked meanwhile ends it with one line', async () => {
		standIn.append('a', 1);
		const running = follow();
		await running.until('the first event', (stdout) => stdout.includes('evt-a-1"'));
		standIn.live.end({ kind: 'signed_out', message: 'The token was revoked.', todo: 'Make a new one.' });
		expect(await running.ended()).toMatchObject({ code: 1, stderr: 'caracal: The token was revoked. Make a new one. (HTTP 401)\n' });
	});

	test('Ctrl-C while the console does not answer', async () => {
		standIn.append('a', 1);
		const running = follow();
		await running.until('the first event', (stdout) => stdout.includes('evt-a-1"'));
		await standIn.stop();
		await running.until('a word about it', (_, stderr) => stderr.includes('waiting for it'));
		running.child.kill('SIGINT');
		expect(await running.ended()).toMatchObject({ code: 0 });
	});
});

describe('profiles', () => {
	test('set writes a file only its owner can read, which the next command uses', async () => {
		standIn.append('a', 1);
		const home = { XDG_CONFIG_HOME: join(bundle.folder, 'config') };
		const set = await bundle.run(['profile', 'set', '--profile', 'prod', '--url', standIn.url, '--token-stdin'], home, `${TOKEN}\n`);
		const path = join(home.XDG_CONFIG_HOME, 'caracal', 'prod.json');
		expect(set).toEqual({ code: 0, stdout: '', stderr: `caracal: ${path} is written\n` });
		expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(await bundle.run(['zones', '--profile', 'prod'], home)).toMatchObject({ code: 0 });
		expect(await bundle.run(['zones'], { ...home, CARACAL_PROFILE: 'prod' })).toMatchObject({ code: 0 });
		chmodSync(path, 0o644);
		expect(await bundle.run(['zones', '--profile', 'prod'], home)).toMatchObject({
			code: 1,
			stderr: `caracal: ${path} holds a token and is open to others (mode 0644): run \`chmod 600 ${path}\`\n`,
		});
		chmodSync(path, 0o600);
		writeFileSync(path, '{"url": 1}');
		expect(await bundle.run(['zones', '--profile', 'prod'], home)).toMatchObject({
			code: 1,
			stderr: expect.stringContaining('is not a profile'),
		});
	});

	test('its token goes to its own console only', async () => {
		const home = { XDG_CONFIG_HOME: join(bundle.folder, 'other') };
		await bundle.run(['profile', 'set', '--url', 'https://audit.example.com', '--token-stdin'], home, TOKEN);
		const { code, stderr } = await bundle.run(['zones'], { ...home, CARACAL_API_URL: standIn.url });
		expect({ code, asked: standIn.asked }).toEqual({ code: 1, asked: [] });
		expect(stderr).toContain('whose token is not sent elsewhere');
	});
});
