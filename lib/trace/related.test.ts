import { describe, expect, test } from 'vitest';
import { field } from '../query/fields';
import { read } from './reading';
import { keysOf, lookupsOf, relationOf } from './related';
import { DRAWN_START, drawn, micros } from './testing/draw';
import { CASCADE, STEP_UP } from './testing/stories';

const keys = (text: string, requestId = 'req-1') =>
	keysOf(
		drawn(text)
			.map(read)
			.filter((reading) => reading.event.requestId === requestId),
	);

describe('what to look up', () => {
	test('every identifier that other events may share, by the fields of the search language', () => {
		const lookups = lookupsOf(
			keys(
				`${CASCADE}\n1s replay_detected deny anomaly jti=jti_1 subject_fp=8c1f client_id=app_mailer\n2s step_up_issued pending complete challenge=ch_1`,
			),
		);
		expect(lookups.map(({ relation, field: name, values }) => `${relation} ${name}: ${values.join(' ')}`)).toEqual([
			'approval challenge: ch_1',
			'authority edge: edge_1 edge_0',
			'authority session: ses_m ses_o ses_b',
			'authority authority: ar_1',
			'session session: ses_m',
			'token jti: jti_1',
			'token subject: 8c1f',
			'policy null: ',
		]);
		for (const lookup of lookups) if (lookup.field !== null) expect(field(lookup.field).from.length).toBeGreaterThan(0);
	});

	test('windows lie around the request, lives of links have none', () => {
		const lookups = lookupsOf(keys(CASCADE));
		const window = (relation: string) => lookups.find((lookup) => lookup.relation === relation);
		expect(window('session')).toMatchObject({ from: DRAWN_START - micros('1h'), to: DRAWN_START + micros('40ms') + micros('1h') });
		expect(window('authority')).toMatchObject({ from: null, to: null });
		expect(window('policy')).toMatchObject({ from: DRAWN_START - micros('7d'), types: ['policy_activate'], keep: 'latest' });
	});

	test('a request without identifiers asks for policies alone', () => {
		expect(lookupsOf(keys('0 token_exchange deny rate_limited app=app_a')).map(({ relation }) => relation)).toEqual(['policy']);
	});
});

describe('what belongs', () => {
	test.each([
		['a decision of its approval', STEP_UP, '1s step_up_decided approved complete request=x challenge=ch_1', 'approval'],
		['a revocation of its record', CASCADE, '1s session_revoke record=ar_1', 'authority'],
		['the end of a session above', CASCADE, '1s session_terminate session=ses_o', 'authority'],
		['an expiry that names its delegation', CASCADE, '1s delegation_edge_expire edge_ids=edge_x,edge_1', 'authority'],
		['another request of its session', CASCADE, '1s token_exchange deny complete request=x session=ses_m', 'session'],
		['a policy activation', CASCADE, '1s policy_activate policy_set_version_id=psv_9', 'policy'],
		['what a session above it did', CASCADE, '1s token_exchange deny complete request=x session=ses_o', null],
		['another session', CASCADE, '1s token_exchange deny complete request=x session=ses_x', null],
		['an end of another session', CASCADE, '1s session_terminate session=ses_x', null],
		['the same session in another zone', CASCADE, '1s token_exchange deny complete zone=zn_b request=x session=ses_m', null],
		['nothing in common but emptiness', '0 token_exchange deny rate_limited', '1s token_exchange deny rate_limited request=x', null],
	])('%s', (_, text, line, relation) => {
		const [reading] = drawn(line).map(read);
		expect(reading && relationOf(reading, keys(text))).toBe(relation);
	});
});
