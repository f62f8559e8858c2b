import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../../lib/errors';
import { ROOT } from '../bootstrap/paths.mjs';

export interface DemoOptions {
	/** 0 is any free port. */
	readonly port: number;
	/** 0 is any free port. */
	readonly workerPort: number;
	readonly dataDir: string;
	/** Events of history over the last 24 hours that are loaded first. */
	readonly events: number;
	/** Live events per second; 0 for none. */
	readonly perSecond: number;
	readonly json: boolean;
	readonly help: boolean;
}

export const HELP = `npm run demo -- [options]

Starts the whole console on this machine, with traffic, until Ctrl-C.

  --port N          port of the console in the browser (default 3000; 0 for any)
  --worker-port N   port of the worker's health and metrics (default 9090; 0 for any)
  --data-dir PATH   where data, logs and secrets are kept (default .data/demo)
  --events N        history to load first, over the last 24 hours (default 20000)
  --rate R          live events per second (default 5; 0 for none)
  --json            print one line of JSON when ready, nothing else, on stdout
  --help            this text

DATABASE_URL and REDIS_URL, when set, are used instead of servers of its own; AUDIT_HMAC_KEY, STREAMS_HMAC_KEY, AUTH_SECRET and
CONSOLE_ADMIN_PASSWORD instead of generated secrets.
`;

function number(name: string, text: string, what: string, isFine: (value: number) => boolean): number {
	const value = Number(text);
	if (text.trim() === '' || !isFine(value)) throw new ConfigError(`--${name} ${text}: give ${what}`);
	return value;
}

/** Ports above 1023 that browsers and fetch refuse to speak to: Fetch standard, "port blocking". */
const BLOCKED_PORTS = new Set([
	1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);
const isPort = (value: number) => Number.isInteger(value) && value >= 0 && value <= 65_535 && !BLOCKED_PORTS.has(value);
const PORT = 'a port from 0 to 65535 that browsers speak to';
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;
const isRate = (value: number) => Number.isFinite(value) && value >= 0;

function parsed(argv: readonly string[]) {
	const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
	const flag = { type: 'boolean', default: false } as const;
	try {
		return parseArgs({
			args: [...argv],
			options: {
				port: text('3000'),
				'worker-port': text('9090'),
				'data-dir': text('.data/demo'),
				events: text('20000'),
				rate: text('5'),
				json: flag,
				help: flag,
			},
		}).values;
	} catch (error) {
		const [sentence] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/);
		throw new ConfigError(`${sentence}: \`npm run demo -- --help\` lists the options (mind the -- before them)`);
	}
}

/** @throws ConfigError that says in one line what to change */
export function parseOptions(argv: readonly string[]): DemoOptions {
	const raw = parsed(argv);
	const options = {
		port: number('port', raw.port, PORT, isPort),
		workerPort: number('worker-port', raw['worker-port'], PORT, isPort),
		dataDir: resolve(ROOT, raw['data-dir']),
		events: number('events', raw.events, 'a whole number, 0 or more', isCount),
		perSecond: number('rate', raw.rate, 'a number, 0 or more', isRate),
		json: raw.json,
		help: raw.help,
	};
	if (options.port === options.workerPort && options.port !== 0)
		throw new ConfigError(`--port and --worker-port are both ${options.port}: give them different ports`);
	return options;
}
