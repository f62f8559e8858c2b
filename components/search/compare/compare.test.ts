import { describe, expect, test } from 'vitest';
import type { EventDetail } from '@/lib/api/events';
import { compareEvents } from './compare';

function event(seq: number, metadata: object, decision = 'deny'): EventDetail {
	return {
		...{ zone: 'z', seq, id: `e${seq}`, occurredAt: '2026-11-21T12:00:00.000000Z', ingestedAt: '2026-11-21T12:00:00.000000Z' },
		...{ type: 'token_exchange', decision, evaluationStatus: 'complete', requestId: 'r', app: 'app_a', appName: null, resource: null },
		...{ reason: null, policyVersion: null, host: null, latencyMs: null, labels: [], sentence: [] },
		...{ policySetId: 'ps', policySetVersionId: '', manifestSha: '', determiningPoliciesText: null, diagnosticsText: null },
		metadataText: JSON.stringify(metadata),
		chain: { contentSha256: 'a'.repeat(64), prevContentSha256: null, hmac: null, headSeq: 9 },
		...{ signature: null, stream: null, entryId: '1-0', streamedAt: '2026-11-21T12:00:00.000000Z' },
	};
}

const labels = (events: readonly EventDetail[], isDifferent: boolean) =>
	compareEvents(events)
		.filter((field) => field.isDifferent === isDifferent)
		.map((field) => field.label);

describe('comparing events', () => {
	const a = event(1, { application_id: 'app_a', method: 'GET' });
	const b = event(2, { application_id: 'app_b', path: '/x' }, 'allow');

	test('what differs stands first, also what one of them does not carry', () => {
		expect(labels([a, b], true)).toEqual(expect.arrayContaining(['Decision', 'Application ID', 'Method', 'Path', 'Event']));
		const flags = compareEvents([a, b]).map((field) => field.isDifferent);
		expect(flags).toEqual([...flags].sort().reverse());
		expect(compareEvents([a, b]).find((field) => field.label === 'Method')?.texts).toEqual(['GET', null]);
	});

	test('what is the same is said to be', () => {
		expect(labels([a, b], false)).toEqual(expect.arrayContaining(['Type', 'Request', 'Zone', 'Policy set']));
	});

	test('values that are drawn alike but recorded otherwise differ', () => {
		const long = 'x'.repeat(5_000);
		expect(labels([event(1, { path: `${long}a${long}` }), event(1, { path: `${long}b${long}` })], true)).toEqual(['Path']);
	});

	test('an event and itself have no difference', () => expect(labels([a, a], true)).toEqual([]));
});
