import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/errors';
import { simulatorEnv } from './env';
import { parseOptions } from './options';

const KEY = '01'.repeat(32);
const ENV = { REDIS_URL: 'redis://127.0.0.1:6379', AUDIT_HMAC_KEY: KEY, STREAMS_HMAC_KEY: KEY };

describe('options', () => {
	it('default to 20,000 entries of everyday traffic at once', () => {
		expect(parseOptions([])).toMatchObject({
			scenarios: ['steady'],
			perSecond: 0,
			entriesMax: null,
			seed: '1',
			historyHours: 0,
			startMs: null,
		});
	});

	it('run for ever with a rate, or when told to', () => {
		expect(parseOptions(['--rate', '5']).entriesMax).toBe(Number.POSITIVE_INFINITY);
		expect(parseOptions(['--events', '0']).entriesMax).toBe(Number.POSITIVE_INFINITY);
		expect(parseOptions(['--rate', '5', '--events', '7']).entriesMax).toBe(7);
		expect(parseOptions(['--rate', '5', '--history-hours', '2']).entriesMax).toBeNull();
	});

	it('take several scenarios once each, or all', () => {
		expect(parseOptions(['--scenario', 'step-up,steady,step-up']).scenarios).toEqual(['step-up', 'steady']);
		expect(parseOptions(['--scenario', 'all']).scenarios).toHaveLength(10);
	});

	it('read the start to the millisecond', () => {
		expect(parseOptions(['--start', '2026-11-21T12:00:00.25+01:00']).startMs).toBe(Date.UTC(2026, 10, 21, 11, 0, 0, 250));
	});

	it.each([
		[['--nope'], /--nope/],
		[['surplus'], /surplus/],
		[['--scenario', 'steadi'], /--scenario steadi is unknown: choose of steady, /],
		[['--rate', 'fast'], /--rate fast is no number/],
		[['--rate=-1'], /--rate -1 is no number/],
		[['--events', '1.5'], /--events 1\.5 is no whole number/],
		[['--start', 'noon'], /--start noon is no time/],
		[['--history-hours', '4', '--events', '0'], /--history-hours needs an end/],
	])('refuse %j in one line', (argv, line) => {
		expect(() => parseOptions(argv)).toThrow(ConfigError);
		expect(() => parseOptions(argv)).toThrow(line);
		expect(() => parseOptions(argv)).toThrow(/^[^\n]+$/);
	});
});

describe('environment', () => {
	it('gives the keys as bytes and a console to link to', () => {
		const env = simulatorEnv(ENV);
		expect(env.auditKey).toEqual(Buffer.alloc(32, 1));
		expect(env.consoleUrl).toBe('http://localhost:3000');
	});

	it.each([
		[{ REDIS_URL: '' }, /REDIS_URL is not set/],
		[{ REDIS_URL: 'localhost:6379' }, /REDIS_URL is no Redis address/],
		[{ AUDIT_HMAC_KEY: undefined }, /AUDIT_HMAC_KEY is not set/],
		[{ AUDIT_HMAC_KEY: 'xyz' }, /AUDIT_HMAC_KEY is not hex/],
		[{ STREAMS_HMAC_KEY: '0102' }, /STREAMS_HMAC_KEY has 2 bytes: give at least 32/],
		[{ STREAMS_HMAC_KEY_FILE: '/nowhere/key' }, /STREAMS_HMAC_KEY_FILE names \/nowhere\/key, which cannot be read/],
	])('refuses %j in one line that never shows a key', (change, line) => {
		expect(() => simulatorEnv({ ...ENV, ...change })).toThrow(ConfigError);
		expect(() => simulatorEnv({ ...ENV, ...change })).toThrow(line);
	});
});
