import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AUDIT_STREAM } from '../../lib/streams/names';
import { type Entry, fieldOf } from './entry';
import { demoMix } from './mix';
import { SCENARIOS } from './scenarios';
import type { Scenario } from './scenarios/scenario';
import { TEST_KEYS, TEST_START_MS } from './testing/keys';
import { testStage } from './testing/stage';
import { AUTHORITY_SHAPES, DATA_SHAPE, EVENT_SHAPES, misfits } from './testing/wire-shapes';

const dataSchema = z.object({
	id: z.string(),
	zone_id: z.string(),
	event_type: z.string(),
	request_id: z.string(),
	decision: z.string(),
	evaluation_status: z.string(),
	determining_policies_json: z.array(z.unknown()).nullable(),
	diagnostics_json: z.array(z.unknown()).nullable(),
	metadata_json: z.record(z.string(), z.unknown()),
	occurred_at: z.string(),
	manifest_sha: z.string().optional(),
	policy_set_version_id: z.string().optional(),
});
type Data = z.infer<typeof dataSchema>;

const GO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,8}[1-9])?(Z|[+-]\d\d:\d\d)$/;
const JS_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const listKind = (list: unknown[] | null) => (list === null ? 'null' : list.length === 0 ? 'empty' : 'some');

function honestEntries(): Entry[] {
	const names = Object.keys(SCENARIOS).filter((name) => name !== 'tampered' && name !== 'hostile-text');
	const stories = names.flatMap((name) => [...(SCENARIOS[name as keyof typeof SCENARIOS] as Scenario).play(testStage()).entries]);
	return [...stories, ...demoMix('shapes', { startMs: TEST_START_MS, keys: TEST_KEYS, entriesMax: 25_000, perSecond: 5 })];
}

/** What is wrong with an audit entry, as texts that name its type. */
function auditMisfits(entry: Entry, data: Data): string[] {
	const shape = EVENT_SHAPES[data.event_type];
	if (shape === undefined) return [`unknown type ${data.event_type}`];
	const names = entry.fields.filter((_, i) => i % 2 === 0);
	const time = data.occurred_at;
	const clockFits = (shape.clock !== 'js' && GO_TIME.test(time)) || (shape.clock !== 'go' && JS_TIME.test(time));
	return [
		...misfits(DATA_SHAPE, Object.keys(data)),
		...misfits(shape, Object.keys(data.metadata_json)),
		...(shape.decisions.includes(data.decision) ? [] : [`decision ${data.decision}`]),
		...(shape.statuses.includes(data.evaluation_status) ? [] : [`status ${data.evaluation_status}`]),
		...(shape.lists.includes(listKind(data.determining_policies_json)) ? [] : ['policies']),
		...(shape.lists.includes(listKind(data.diagnostics_json)) ? [] : ['diagnostics']),
		...(shape.entries.some((fields) => fields.join() === names.join()) ? [] : [`entry fields ${names.join()}`]),
		...(clockFits ? [] : [`time ${time}`]),
	].map((what) => `${data.event_type} (${data.evaluation_status}): ${what}`);
}

const entries = honestEntries();
const audit = entries
	.filter(({ stream }) => stream === AUDIT_STREAM)
	.map((entry) => ({ entry, data: dataSchema.parse(JSON.parse(fieldOf(entry, 'data') ?? '')) }));
const ofType = (type: string) => audit.filter(({ data }) => data.event_type === type);

describe('entries of caracal.audit.events', () => {
	it('all have the shape of the wire reference', () => {
		expect([...new Set(audit.flatMap(({ entry, data }) => auditMisfits(entry, data)))]).toEqual([]);
	});

	it('are of each of the ten event types', () => {
		expect([...new Set(audit.map(({ data }) => data.event_type))].sort()).toEqual(Object.keys(EVENT_SHAPES).sort());
	});

	it('carry policies on an allow, [] on a policy deny, null on a deny outside the policy', () => {
		for (const { data } of ofType('token_exchange')) {
			const { determining_policies_json: policies, diagnostics_json: diagnostics } = data;
			const workload = 'workload_id' in data.metadata_json;
			if (data.evaluation_status !== 'complete') expect(policies, data.evaluation_status).toBeNull();
			else expect(listKind(policies)).toBe(data.decision === 'allow' ? 'some' : 'empty');
			if (data.evaluation_status === 'complete' && data.decision === 'deny') expect(diagnostics).toEqual([{ reason: expect.any(String) }]);
			else if (data.evaluation_status === 'policy_eval_failed') expect(diagnostics).toEqual([{ error: expect.any(String) }]);
			else if (data.evaluation_status !== 'complete' && !workload) expect(diagnostics).toBeNull();
		}
	});

	it('of denies outside the policy name no session, scope or delegation', () => {
		const outside = ofType('token_exchange').filter(
			({ data }) =>
				data.decision === 'deny' && !['complete', 'approval_rejected'].includes(data.evaluation_status) && !('env' in data.metadata_json),
		);
		expect(outside.length).toBeGreaterThan(100);
		for (const { data } of outside)
			for (const key of ['session_id', 'agent_session_id', 'delegation_edge_id', 'requested_scopes'])
				expect(data.metadata_json).not.toHaveProperty(key);
	});

	it('without an active policy set say so in the manifest and name no version', () => {
		const cold = audit.filter(({ data }) => data.manifest_sha === 'no_active_policy_set');
		expect(cold.length).toBeGreaterThan(0);
		for (const { data } of cold) expect(data).not.toHaveProperty('policy_set_version_id');
	});

	it('through the API have the HTTP request id as entry id, not the event id', () => {
		for (const { entry, data } of ofType('credential_revealed')) {
			expect(fieldOf(entry, 'id')).toBe(data.request_id);
			expect(data.id).not.toBe(data.request_id);
		}
		const decided = ofType('step_up_decided');
		const operator = decided.filter(({ data }) => data.metadata_json.approver_plane === 'operator');
		const subject = decided.filter(({ data }) => data.metadata_json.approver_plane === 'subject');
		expect(Math.min(operator.length, subject.length)).toBeGreaterThan(0);
		for (const { entry, data } of operator) {
			expect(fieldOf(entry, 'id')).toBe(data.request_id);
			expect(data.determining_policies_json).toEqual([]);
			expect(data.metadata_json).not.toHaveProperty('expires_at');
		}
		for (const { entry, data } of subject) {
			expect(fieldOf(entry, 'id')).toBe(data.id);
			expect(data.request_id).toBe(data.metadata_json.challenge_id);
			expect(data.determining_policies_json).toBeNull();
		}
		for (const { entry, data } of ofType('control.invoke')) expect([fieldOf(entry, 'id'), data.request_id]).toEqual([data.id, data.id]);
	});

	it('of delegated requests have one hop more than edges, the last without one', () => {
		const chains = audit.filter(({ data }) => 'delegation_chain' in data.metadata_json);
		expect(chains.length).toBeGreaterThan(1000);
		const hop = z.object({ delegation_edge_id: z.string(), agent_session_id: z.string(), application_id: z.string() });
		const wrong = chains.filter(({ data: { metadata_json: meta } }) => {
			const chain = z.array(hop).parse(meta.delegation_chain);
			const last = chain.at(-1);
			return (
				chain.length !== Number(meta.delegation_hop_count) + 1 ||
				chain.some(({ delegation_edge_id: edge }, i) => (edge === '') !== (i === chain.length - 1)) ||
				last?.agent_session_id !== meta.agent_session_id ||
				last?.application_id !== meta.application_id ||
				chain.at(-2)?.delegation_edge_id !== meta.delegation_edge_id
			);
		});
		expect(wrong).toEqual([]);
	});
});

describe('entries of the authority streams', () => {
	const authority = entries.filter(({ stream }) => stream !== AUDIT_STREAM);
	const kindOf = (entry: Entry) => [entry.stream, fieldOf(entry, 'event')].filter((part) => part !== undefined).join(' ');

	it('all have the shape of the wire reference', () => {
		const wrong = authority.flatMap((entry) => {
			const shape = AUTHORITY_SHAPES[kindOf(entry)];
			const keys = entry.fields.filter((_, i) => i % 2 === 0);
			return (shape === undefined ? ['unknown'] : misfits(shape, keys)).map((what) => `${kindOf(entry)}: ${what}`);
		});
		expect([...new Set(wrong)]).toEqual([]);
	});

	it('are of every kind', () => {
		expect([...new Set(authority.map(kindOf))].sort()).toEqual(Object.keys(AUTHORITY_SHAPES).sort());
	});

	it('write a missing parent as the text null when the coordinator does', () => {
		const roots = authority.filter((entry) => fieldOf(entry, 'event') === 'spawn' && fieldOf(entry, 'parent_id') === 'null');
		expect(roots.length).toBeGreaterThan(0);
		for (const entry of authority) if (fieldOf(entry, 'dedupe_key') === undefined) expect(fieldOf(entry, 'parent_id')).not.toBe('null');
	});

	it('of an edge_revoke carry either a reason or a count', () => {
		for (const entry of authority.filter((each) => fieldOf(each, 'event') === 'edge_revoke'))
			expect([fieldOf(entry, 'reason'), fieldOf(entry, 'affected_edges')].filter((value) => value !== undefined)).toHaveLength(1);
	});
});
