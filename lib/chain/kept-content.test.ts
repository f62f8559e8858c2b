import { expect, test } from 'vitest';
import { AUDIT_STREAM } from '../streams/names';
import { keptContentSha256 } from './kept-content';

const data = (id: string) => JSON.stringify({ id, zone_id: 'z', event_type: 'token_exchange', occurred_at: '2026-11-21T12:00:00Z' });
const hashOf = (...fields: string[]) =>
	keptContentSha256(
		AUDIT_STREAM,
		'1-0',
		fields.map((field) => Buffer.from(field)),
	);

test('of a repeated field the last counts, as when it was ingested', () => {
	const last = hashOf('data', data('b'));
	expect(last).toHaveLength(32);
	expect(hashOf('data', data('a'), 'data', data('b'))).toEqual(last);
	expect(hashOf('data', data('b'), 'data', data('a'))).not.toEqual(last);
});

test('what holds no event has no hash', () => {
	expect(hashOf('data', 'no JSON')).toBeNull();
	expect(hashOf('other', data('a'))).toBeNull();
	expect(keptContentSha256('a.stream.unknown', '1-0', [Buffer.from('data'), Buffer.from(data('a'))])).toBeNull();
});
