import { expect, test } from 'vitest';
import { UsageError } from '../errors';
import { parseFlags } from './flags';

const SPECS = {
	zone: { value: 'ZONE', many: true as const, help: '' },
	limit: { short: 'n', value: 'N', help: '' },
	json: { help: '' },
};

test('values, lists, numbers and what stands beside', () => {
	const flags = parseFlags(['a', '--zone', 'x,y', '--zone=y', '-n', '50', '--json', '--', '--b'], SPECS);
	expect(flags.texts('zone')).toEqual(['x', 'y']);
	expect(flags.integer('limit', 1, 100)).toBe(50);
	expect([flags.has('json'), flags.text('json'), flags.has('nothing')]).toEqual([true, undefined, false]);
	expect(flags.positionals).toEqual(['a', '--b']);
});

test.each([
	[['--limit', '5', '--limit', '6'], '--limit is given twice'],
	[['--zone', ''], '--zone takes a value that is not empty'],
	[['--zone'], "Option '--zone <value>' argument missing"],
	[['--json=1'], "Option '--json' does not take an argument"],
	[['--constructor'], "Unknown option '--constructor'"],
	[['-x'], "Unknown option '-x'"],
])('%j: %s', (args, message) => {
	expect(() => parseFlags(args, SPECS)).toThrow(new UsageError(message));
});

test.each(['0', '101', '-1', '1.5', '1e2', ' 5', '9999999999'])('the number %s is out of bounds or none', (text) => {
	expect(() => parseFlags([`--limit=${text}`], SPECS).integer('limit', 1, 100)).toThrow('is not a whole number from 1 to 100');
});
