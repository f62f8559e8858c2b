import { expect, test } from 'vitest';
import { apiEvent } from '../testing/events';
import { documentedEvent, documentedMetadata } from './event-record';

test('the documented fields first and in order, then whatever else the API gives', () => {
	expect(Object.keys(documentedEvent(apiEvent('zn', 1, { something_new: 1 })))).toEqual([
		'id',
		'zone_id',
		'event_type',
		'request_id',
		'decision',
		'policy_set_id',
		'policy_set_version_id',
		'manifest_sha',
		'determining_policies',
		'diagnostics',
		'metadata',
		'occurred_at',
		'evaluation_status',
		'ingested_at',
		'chain_seq',
		'something_new',
	]);
	expect(documentedEvent({ id: 'x' })).toMatchObject({ id: 'x', diagnostics: null, metadata: null, manifest_sha: null });
});

test('principal and resource by their documented names, unless the producer wrote them', () => {
	expect(documentedMetadata({ workload_id: 'wl', resource: 'r' })).toEqual({
		workload_id: 'wl',
		resource: 'r',
		principal_id: 'wl',
		resource_id: 'r',
	});
	expect(documentedMetadata({ application_id: 'app', workload_id: 'wl' })).toMatchObject({ principal_id: 'app' });
	expect(documentedMetadata({ application_id: 'app', principal_id: '' })).toEqual({ application_id: 'app', principal_id: '' });
	expect(documentedMetadata({ application_id: '', resource: 7 })).toEqual({ application_id: '', resource: 7 });
	for (const odd of [null, [], 'x', 7]) expect(documentedMetadata(odd)).toEqual(odd);
});
