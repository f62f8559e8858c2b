import { describe, expect, test } from 'vitest';
import type { RequestAnswer } from '../api/trace';
import type { TraceEvent } from '../trace/event';
import { DRAWN_START, drawn, micros } from '../trace/testing/draw';
import { BARE, CYCLES, HOSTILE_METADATA, TORN_APPROVAL } from '../trace/testing/hostile';
import * as stories from '../trace/testing/stories';
import { buildTrace } from '../trace/trace';
import { evidenceJson, evidenceKey, evidenceMarkdown } from './request-evidence';

const NOW = '2026-11-21T12:10:00.000000Z';

function answerOf(events: readonly TraceEvent[], requestId = 'req-1'): RequestAnswer {
	const now = DRAWN_START + micros('10min');
	return {
		requestId,
		now: NOW,
		completeTo: NOW,
		zones: ['zn_demo'],
		trace: buildTrace({ requestId, events, now, completeTo: now }),
		eventsLeftOut: 0,
		lookupsCut: [],
		elsewhere: null,
	};
}

/** What stands outside code spans, read as CommonMark reads them: a run of backticks closes at the next run as long. */
function outsideSpans(line: string): string {
	let outside = '';
	for (let at = 0; at < line.length; ) {
		const run = /^`+/.exec(line.slice(at))?.[0];
		if (run === undefined) {
			outside += line[at++];
			continue;
		}
		const close = new RegExp(`(?<!\`)${run}(?!\`)`).exec(line.slice(at + run.length));
		if (close === null) throw new Error(`a run of backticks without its end: ${line}`);
		outside += '¤';
		at += run.length + close.index + run.length;
	}
	return outside;
}

/** The lines but those of the fenced commands, and those. */
function parts(markdown: string): { prose: string[]; commands: string[] } {
	const lines = markdown.split('\n');
	const from = lines.indexOf('```sh');
	const to = lines.indexOf('```', from);
	return from < 0
		? { prose: lines, commands: [] }
		: { prose: [...lines.slice(0, from), ...lines.slice(to + 1)], commands: lines.slice(from + 1, to) };
}

/** Fails when anything but our own few marks could have an effect. */
function expectInert(markdown: string): void {
	expect(markdown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u);
	const { prose, commands } = parts(markdown);
	for (const line of prose) {
		const own = outsideSpans(line)
			.replace(/^(?:#{1,2} |\*\*[A-Z][a-z ]+\*\*$| {2}- |- )/, '')
			.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/g, 'T');
		expect(own).not.toMatch(/[[\]<>|*_\\`~#@&$={}^]|:\/\/|www\.|\p{L}\.\p{L}|:[a-z]+:/u);
		expect(own).not.toMatch(/^\s*(?:[-+>]|\d+[.)]|={2,}|-{2,})\s/);
	}
	for (const command of commands) expect(command).toMatch(/^caracal (?:explain|audit check) --zone/);
}

describe('as Markdown', () => {
	test('tells a denied request whole', () => {
		const events = drawn(stories.POLICY_CHANGE);
		const key = evidenceKey({ zone: 'zn_demo', seq: events.find((event) => event.requestId === 'req-1')?.seq ?? 0 });
		const markdown = evidenceMarkdown(answerOf(events), {
			checks: new Map([[key, { state: 'valid', words: 'The signature holds.', checkedAt: NOW }]]),
		});
		expect(markdown).toMatchSnapshot();
		expectInert(markdown);
	});

	test('tells requests of one ID apart', () => {
		const markdown = evidenceMarkdown(answerOf(drawn(stories.REUSED_ID)));
		expect(markdown).toContain('## Request 1 of 3');
		expect(markdown).toContain('## Request 3 of 3');
		expectInert(markdown);
	});

	test('says that there is none', () => {
		expect(evidenceMarkdown(answerOf([], 'req-9'))).toContain('No event carries this ID in zone `zn_demo`.');
	});

	test('says what is left out', () => {
		const answer = { ...answerOf(drawn(stories.ALLOWED)), completeTo: null, eventsLeftOut: 12_345 };
		const cut = { relation: 'session', valuesLeftOut: 3, rowsCut: true } as const;
		const markdown = evidenceMarkdown({ ...answer, lookupsCut: [cut] });
		expect(markdown).toMatch(/was not known\. 12,345 later events of this ID are left out\. Related events may be missing/);
	});

	test.each(Object.entries(stories).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))(
		'of the story %s has no effect',
		(_, story) => {
			for (const requestId of ['req-1', 'req-2', 'adm-1']) expectInert(evidenceMarkdown(answerOf(drawn(story), requestId)));
		},
	);
});

const EVIL = [
	'x\n# heading\r\n- item',
	'a | b |\n|---|---|',
	'`code` ``more`` ```\nfence\n```',
	'```',
	'`',
	' ',
	'[link](https://evil.example/x) ![img](//evil.example/p.png) [ref]: https://evil.example',
	'<script>alert(1)</script><img src=x onerror=alert(1)> <!-- <https://evil.example> &lt;b&gt;',
	'https://evil.example www.evil.example evil.example mail@evil.example javascript:alert(1)',
	'@everyone #12 GH-12 0123456789abcdef0123456789abcdef01234567 :tada: $x^2$ ~~gone~~ **bold** __bold__ \\*',
	'\u202egnp.exe\u200b\u0000\u001b[2J\u2028\u0085',
	"'; rm -rf ~ #",
	'$(touch /tmp/x) `touch /tmp/x` "$HOME"',
	'-rf --zone=other',
	'\ud800 \udfff',
	'ü☃ 用户',
];

describe('of hostile text', () => {
	test.each(EVIL)('%j has no effect anywhere it can stand', (evil) => {
		const text = evil.toWellFormed();
		const [first, ...rest] = drawn(stories.STEP_UP.replaceAll('request=req-2', '').replaceAll('request=adm-1', ''));
		if (first === undefined) throw new Error('no event');
		const metadata = {
			...(first.metadata as object),
			...Object.fromEntries(
				[
					'application_id',
					'application_name',
					'resource',
					'session_id',
					'agent_session_id',
					'challenge_id',
					'trace_id',
					'jti',
					'error',
					'reason',
				].map((key) => [key, text]),
			),
			requested_scopes: [text, `${text}2`],
			delegation_chain: [{ application_id: text, agent_session_id: text, delegation_edge_id: text }],
		};
		const odd = {
			zone: text,
			id: text,
			requestId: text,
			decision: text,
			policySetVersionId: text,
			manifestSha: text,
			evaluationStatus: text,
		};
		const events: TraceEvent[] = [
			{
				...first,
				...odd,
				decision: 'deny',
				metadata,
				determiningPolicies: [{ policy: text }],
				diagnostics: [{ reason: text, [text]: text }],
			},
			{ ...first, ...odd, contentSha256: text, seq: 99, eventType: text, metadata },
			...rest.map((event) => ({ ...event, zone: text, requestId: text })),
		];
		const answer = { ...answerOf(events, text), zones: [text] };
		const markdown = evidenceMarkdown(answer, {
			checks: new Map([[`${text}/99`, { state: text, words: text, checkedAt: null }]]),
		});
		expectInert(markdown);
		const calm = evidenceMarkdown(answerOf(events.map((event) => ({ ...event, requestId: 'req-1' }))));
		expectInert(calm);
		const json = evidenceJson(answer);
		expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		expect(JSON.parse(json)).toMatchObject({ request_id: text, requests: expect.arrayContaining([]) });
	});

	test('the number of lines does not depend on it', () => {
		const count = (name: string) => {
			const [first] = drawn(stories.ALLOWED);
			if (first === undefined) throw new Error('no event');
			return evidenceMarkdown(
				answerOf([{ ...first, id: name, metadata: { ...(first.metadata as object), application_name: name } }]),
			).split('\n').length;
		};
		for (const evil of EVIL) expect(count(evil.toWellFormed())).toBe(count('mailer'));
	});

	test.each(HOSTILE_METADATA.map((metadata, i) => [i, metadata] as const))('metadata %i', (_, metadata) => {
		const answer = answerOf(drawn(stories.TWO_RESOURCES).map((event) => ({ ...event, metadata })));
		expectInert(evidenceMarkdown(answer));
		expect(() => JSON.parse(evidenceJson(answer))).not.toThrow();
	});

	test.each([CYCLES, TORN_APPROVAL, BARE])('what contradicts itself', (story) => {
		const answer = answerOf(drawn(story));
		expectInert(evidenceMarkdown(answer));
		expect(() => JSON.parse(evidenceJson(answer))).not.toThrow();
	});
});

describe('as JSON', () => {
	test('has every event with its place, its clocks and its hash', () => {
		const events = drawn(stories.ALLOWED).map((event, i) => ({ ...event, contentSha256: ['cd'.repeat(32), 'no hash'][i] ?? '' }));
		const json = JSON.parse(evidenceJson(answerOf(events)));
		expect(json).toMatchObject({ kind: 'caracal.request_evidence', version: 1, request_id: 'req-1', taken_at: NOW, complete_to: NOW });
		expect(json.requests[0].events).toMatchObject([
			{
				id: 'ev_1',
				zone_id: 'zn_demo',
				chain_seq: 1,
				occurred_at: '2026-11-21T12:00:00.000000Z',
				streamed_at: expect.any(String),
				ingested_at: expect.any(String),
				content_sha256: 'cd'.repeat(32),
			},
			{ id: 'ev_2', chain_seq: 2, content_sha256: null },
		]);
		expect(json.requests[0].resources).toMatchObject([{ resource: 'resource://crm', final: 'answered' }]);
		expect(json.how_to_check).toEqual(['caracal explain --zone zn_demo req-1', 'caracal audit check --zone zn_demo 1 2']);
	});
});
