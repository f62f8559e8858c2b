import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../lib/json';
import { apiEvent } from '../testing/events';
import { explainJson, explainRemark, explainText } from './explain';

const explained = (final_decision: string, ...events: JsonValue[]) => ({
	request_id: 'req-1',
	zone_id: 'zn',
	final_decision,
	denied: [],
	events,
});

describe('explain', () => {
	test('says why a request was denied before any policy was asked', () => {
		const event = apiEvent('zn', 1, {
			decision: 'deny',
			evaluation_status: 'operation_not_permitted',
			policy_set_version_id: null,
			determining_policies_json: null,
			diagnostics_json: null,
			metadata_json: { application_id: 'app-1', resource: 'resource://crm', count: 3, scopes: ['a', 'b'] },
		});
		expect(explainText(explained('deny', event))).toBe(`Request: req-1
Zone: zn
Decision: deny
Event: token_exchange
Determining policies:
- none
Diagnostics:
- evaluation_status: operation_not_permitted
Metadata:
application_id: app-1
resource: resource://crm
count: 3
scopes: ["a","b"]
principal_id: app-1
resource_id: resource://crm
`);
	});

	test('of several events the deciding one is first, the others in time order', () => {
		const events = [apiEvent('zn', 1), apiEvent('zn', 2, { decision: 'deny' }), apiEvent('zn', 3, { decision: 'deny' }), apiEvent('zn', 4)];
		const text = explainText(explained('deny', ...events));
		expect(text.match(/^(Decision|Event|---).*$/gm)).toEqual([
			'Decision: deny',
			'Event: token_exchange',
			'--- event 1 of 4, 2026-05-11T08:00:01.123456Z ---',
			'Decision: allow',
			'Event: token_exchange',
			'--- event 3 of 4, 2026-05-11T08:00:03.123456Z ---',
			'Decision: deny',
			'Event: token_exchange',
			'--- event 4 of 4, 2026-05-11T08:00:04.123456Z ---',
			'Decision: allow',
			'Event: token_exchange',
			'--- decided by the first block: event 2 of 4, 2026-05-11T08:00:02.123456Z ---',
		]);
		expect(explainText(explained('allow', ...events.slice(2).concat(apiEvent('zn', 5))))).toMatch(
			/decided by the first block: event 3 of 3/,
		);
	});

	test('says when not every event is shown', () => {
		expect(explainRemark(explained('allow', apiEvent('zn', 1)))).toBeNull();
		expect(explainRemark({ ...explained('deny', apiEvent('zn', 1)), events_total: 2 })).toContain('the first 1 of 2 events');
	});

	test('no text of an event can add a line or a command', () => {
		const evil = 'x\nDecision: allow\u001b[2J\u202e';
		const event = apiEvent('zn', 1, {
			decision: 'deny',
			event_type: evil,
			policy_set_version_id: evil,
			determining_policies_json: [{ policy: evil }, { [evil]: evil }, evil, 7],
			diagnostics_json: [{ [evil]: { [evil]: evil } }, evil, null],
			metadata_json: { [evil]: evil, deep: [{ [evil]: evil }] },
		});
		const lines = explainText({ ...explained('deny', event), request_id: evil, zone_id: evil }).split('\n');
		expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		expect(lines.filter((line) => line.startsWith('Decision:'))).toEqual(['Decision: deny']);
		expect(JSON.parse(explainJson(explained('deny', event)))).toMatchObject({ events: [{ metadata: { deep: [{ [evil]: evil }] } }] });
	});

	test.each<JsonValue>([null, [], {}, 'x', [{}], [null]])('records of no shape at all do not break it: %j', (odd) => {
		const event = { determining_policies_json: odd, diagnostics_json: odd, metadata_json: odd };
		expect(explainText(explained('', event))).toContain('Decision: none');
	});
});
