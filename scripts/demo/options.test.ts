import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../bootstrap/paths.mjs';
import { parseOptions } from './options';

test('without options: the documented defaults', () => {
	expect(parseOptions([])).toEqual({
		port: 3000,
		workerPort: 9090,
		dataDir: join(ROOT, '.data/demo'),
		events: 20_000,
		perSecond: 5,
		json: false,
		help: false,
	});
});

test('every option is taken as given; a later one wins', () => {
	const argv = ['--port', '1', '--port', '8080', '--worker-port=0', '--data-dir', '/srv/x', '--events', '0', '--rate', '0.5', '--json'];
	expect(parseOptions(argv)).toMatchObject({ port: 8080, workerPort: 0, dataDir: '/srv/x', events: 0, perSecond: 0.5, json: true });
});

test.each([
	[['--frob'], "Unknown option '--frob'"],
	[['8080'], "Unexpected argument '8080'"],
	[['--port'], "Option '--port <value>' argument missing"],
	[['--port', '70000'], '--port 70000: give a port from 0 to 65535 that browsers speak to'],
	[['--worker-port', '4190'], '--worker-port 4190: give a port from 0 to 65535 that browsers speak to'],
	[['--port', 'web'], '--port web: give a port from 0 to 65535 that browsers speak to'],
	[['--worker-port', '3000'], '--port and --worker-port are both 3000'],
	[['--events', '1.5'], '--events 1.5: give a whole number, 0 or more'],
	[['--events', ''], '--events : give a whole number, 0 or more'],
	[['--rate=-1'], '--rate -1: give a number, 0 or more'],
	[['--rate', 'Infinity'], '--rate Infinity: give a number, 0 or more'],
])('%j is refused in one line', (argv, start) => {
	let message = '';
	try {
		parseOptions(argv);
	} catch (error) {
		if (error instanceof Error && error.name === 'ConfigError') message = error.message;
	}
	expect(message.startsWith(start), message).toBe(true);
	expect(message).not.toContain('\n');
});
