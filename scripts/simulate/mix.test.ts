import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AUDIT_STREAM } from '../../lib/streams/names';
import { fieldOf } from './entry';
import { demoMix } from './mix';
import { TEST_KEYS, TEST_START_MS } from './testing/keys';

const ENTRIES = 20_000;
const event = z.object({
	event_type: z.string(),
	decision: z.string(),
	request_id: z.string(),
	evaluation_status: z.string(),
	policy_set_version_id: z.string().optional(),
	metadata_json: z.object({
		agent_session_id: z.string().optional(),
		delegation_chain: z.array(z.object({ agent_session_id: z.string(), delegation_edge_id: z.string() })).optional(),
		gateway_status: z.number().optional(),
	}),
});
const entries = [...demoMix('mix', { startMs: TEST_START_MS, keys: TEST_KEYS, entriesMax: ENTRIES })];
const audit = entries
	.filter(({ stream }) => stream === AUDIT_STREAM)
	.map((entry) => ({ ...entry, data: fieldOf(entry, 'data') ?? '' }))
	.map((entry) => ({ ...entry, event: event.parse(JSON.parse(entry.data)) }));

describe('the demo mix', () => {
	it('has exactly as many entries as asked for, in order of stream time', () => {
		expect(entries).toHaveLength(ENTRIES);
		expect(entries.filter((entry, i) => entry.streamAtMs < (entries[i - 1]?.streamAtMs ?? 0))).toEqual([]);
	});

	it('is the same for the same seed, and another for another', () => {
		const text = (seed: string) => JSON.stringify([...demoMix(seed, { startMs: TEST_START_MS, keys: TEST_KEYS, entriesMax: 2000 })]);
		const first = text('1');
		expect(text('1') === first).toBe(true);
		expect(text('2') === first).toBe(false);
	});

	it('has events of about 1.1 KB', () => {
		const bytes = audit.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0) / audit.length;
		expect(bytes).toBeGreaterThan(1000);
		expect(bytes).toBeLessThan(1200);
	});

	it('is mostly pairs of an exchange and its call, and denies about one decision in eight', () => {
		const share = (of: (one: (typeof audit)[number]) => boolean) => audit.filter(of).length / audit.length;
		expect(share(({ event: { event_type: type } }) => type === 'gateway_resource_request')).toBeGreaterThan(0.3);
		const denied = share(({ event: { decision } }) => decision === 'deny');
		expect(denied).toBeGreaterThan(0.09);
		expect(denied).toBeLessThan(0.15);
		expect(new Set(audit.map(({ event: { evaluation_status: status } }) => status)).size).toBeGreaterThan(15);
		const zones = new Set(entries.map(({ zone }) => zone));
		expect([...zones].sort()).toEqual(['prod-eu', 'prod-us', 'sandbox', 'staging', 'zn_demo']);
	});

	it('lets every Gateway call follow an allowed exchange of its request by 5 to 300 ms', () => {
		const exchanges = new Map<string, number[]>();
		for (const { event: one, occurredAtMs } of audit)
			if (one.event_type === 'token_exchange' && one.decision === 'allow')
				exchanges.set(one.request_id, [...(exchanges.get(one.request_id) ?? []), occurredAtMs]);
		for (const { event: one, occurredAtMs } of audit) {
			if (one.event_type !== 'gateway_resource_request') continue;
			const after = (exchanges.get(one.request_id) ?? []).map((at) => occurredAtMs - at);
			expect(
				after.some((ms) => ms >= 5 && ms <= 300),
				`${one.request_id}: ${after}`,
			).toBe(true);
		}
	});

	it('acts only under sessions and delegations that the streams have announced and not ended', () => {
		const known = new Set<string>();
		const endedMs = new Map<string, number>();
		const wrong: string[] = [];
		let acted = 0;
		for (const entry of entries) {
			const kind = fieldOf(entry, 'event');
			if (kind === 'spawn') known.add(fieldOf(entry, 'agent_session_id') ?? '');
			if (kind === 'edge_create') known.add(fieldOf(entry, 'edge_id') ?? '');
			if (kind === 'terminate') endedMs.set(fieldOf(entry, 'agent_session_id') ?? '', entry.streamAtMs);
			if (kind === 'edge_revoke') endedMs.set(fieldOf(entry, 'edge_id') ?? '', entry.streamAtMs);
			if (entry.stream !== AUDIT_STREAM) continue;
			const parsed = event.parse(JSON.parse(fieldOf(entry, 'data') ?? ''));
			if (parsed.event_type !== 'token_exchange') continue;
			const { agent_session_id: session, delegation_chain: chain = [] } = parsed.metadata_json;
			const named = [session ?? '', ...chain.flatMap((hop) => [hop.agent_session_id, hop.delegation_edge_id])];
			for (const id of named.filter((one) => one !== '')) {
				acted += 1;
				if (!known.has(id)) wrong.push(`${id} of ${parsed.request_id} was never announced`);
				if (entry.occurredAtMs >= (endedMs.get(id) ?? Number.POSITIVE_INFINITY)) wrong.push(`${id} of ${parsed.request_id} had ended`);
			}
		}
		expect(wrong).toEqual([]);
		expect(acted).toBeGreaterThan(10_000);
		expect(endedMs.size).toBeGreaterThan(20);
	});

	it('gives each new delegation of a zone an epoch of its own', () => {
		const epochs = new Map<string, string[]>();
		for (const entry of entries)
			if (fieldOf(entry, 'event') === 'edge_create')
				epochs.set(entry.zone, [...(epochs.get(entry.zone) ?? []), fieldOf(entry, 'epoch') ?? '']);
		expect(epochs.size).toBe(5);
		for (const seen of epochs.values()) expect(new Set(seen).size).toBe(seen.length);
	});

	it('decides under the policy version that was activated last', () => {
		const active = new Map<string, string>();
		const day = demoMix('policies', { startMs: TEST_START_MS, keys: TEST_KEYS, entriesMax: 8000, perSecond: 0.1 });
		let stale = 0;
		for (const entry of day) {
			const activated = fieldOf(entry, 'policy_set_version_id');
			if (activated !== undefined) active.set(entry.zone, activated);
			const data = fieldOf(entry, 'data');
			if (data === undefined) continue;
			const version = event.parse(JSON.parse(data)).policy_set_version_id;
			const known = active.get(entry.zone);
			if (version === undefined || known === undefined || version === known) continue;
			stale += 1;
		}
		expect(active.size).toBe(5);
		// an activation reaches the stream up to 250 ms after it took force
		expect(stale).toBeLessThan(5);
	});

	it('plays in the zones it is given, under the ids it is given', () => {
		const some = [...demoMix(7, { startMs: TEST_START_MS, keys: TEST_KEYS, entriesMax: 500, zones: ['a', 'b', 'c'] })];
		expect([...new Set(some.map(({ zone }) => zone))].sort()).toEqual(['a', 'b', 'c']);
	});
});
