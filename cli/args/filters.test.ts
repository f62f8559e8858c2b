import { expect, test } from 'vitest';
import { FILTER_FLAGS, parseFilter } from './filters';
import { parseFlags } from './flags';

const filter = (...args: string[]) => parseFilter(parseFlags(args, FILTER_FLAGS), 1_778_486_400_000_000n);

test('every flag becomes the parameter that means it', () => {
	const flags = '--decision deny --event-type a,b --event-type c --since 1h --until now --request-id r --application app --session ses';
	expect(filter(...flags.split(' '), '--authority-record', 'ar', '--label', 'batch')).toEqual({
		decision: 'deny',
		event_type: 'a,b,c',
		since: '2026-05-11T07:00:00.000000Z',
		until: '2026-05-11T08:00:00.000000Z',
		request_id: 'r',
		application_id: 'app',
		session_id: 'ses',
		authority_record_id: 'ar',
		label: 'batch',
	});
	expect(Object.values(filter()).every((value) => value === undefined)).toBe(true);
});

test('one decision at a time', () => {
	expect(() => filter('--decision', 'deny,rejected')).toThrow('takes one decision');
});

test('a window that holds nothing is a mistake', () => {
	expect(() => filter('--since', '1h', '--until', '2h')).toThrow('--since 1h is not before --until 2h');
});
