import { parseArgs } from 'node:util';
import { ConfigError } from '../../lib/errors';
import { parseRfc3339Micros } from '../../lib/time';
import { SCENARIO_NAMES, type ScenarioName } from './scenarios';

export interface Options {
	readonly scenarios: readonly ScenarioName[];
	/** Entries per second; 0 is as fast as possible. */
	readonly perSecond: number;
	/** Entries of everyday traffic or of the burst; null is the scenario's own number, Infinity is until stopped. */
	readonly entriesMax: number | null;
	readonly seed: string;
	readonly historyHours: number;
	readonly startMs: number | null;
	readonly zone: string | null;
	readonly consoleUrl: string | null;
	readonly quiet: boolean;
	readonly json: boolean;
	readonly help: boolean;
}

const NAMES_PER_LINE = 3;

function wrapped(names: readonly string[]): string {
	const lines = Array.from({ length: Math.ceil(names.length / NAMES_PER_LINE) }, (_, i) =>
		names.slice(i * NAMES_PER_LINE, (i + 1) * NAMES_PER_LINE).join(', '),
	);
	return lines.join(`,\n${' '.repeat(22)}`);
}

export const HELP = `npm run simulate -- [options]

Plays Caracal's producers: writes signed entries of every event type to the real Redis streams.

  --scenario NAME     one, several with commas, or all (default steady); several are merged in order of time:
                      ${wrapped(SCENARIO_NAMES)}
  --rate R            entries per second; 0 is as fast as possible (default 0)
  --events N          entries of steady or burst-10k; 0 is until stopped (default 20000; with a rate and without
                      a history, 0)
  --seed S            any text; the same seed and start give the same bytes (default 1)
  --history-hours H   spread steady over the last H hours with the shape of a day (default 0)
  --start ISO         time of the first event instead of one that ends now, like 2026-11-21T12:00:00Z
  --zone ID           play in this zone instead of the scenario's own
  --console-url URL   where the printed links lead (default CONSOLE_URL, else http://localhost:3000)
  --json              print the summary as JSON
  --quiet             no progress
  --help              this text

Environment: REDIS_URL, AUDIT_HMAC_KEY, STREAMS_HMAC_KEY (hex); the keys also as NAME_FILE. CONSOLE_URL.
`;

function number(name: string, text: string | undefined, fallback: number): number {
	if (text === undefined) return fallback;
	const value = Number(text);
	if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new ConfigError(`--${name} ${text} is no number: give 0 or more`);
	return value;
}

function scenarios(text: string): ScenarioName[] {
	if (text === 'all') return [...SCENARIO_NAMES];
	return [...new Set(text.split(','))].map((name) => {
		const known = SCENARIO_NAMES.find((candidate) => candidate === name);
		if (known === undefined) throw new ConfigError(`--scenario ${name} is unknown: choose of ${SCENARIO_NAMES.join(', ')}, all`);
		return known;
	});
}

function start(text: string | undefined): number | null {
	if (text === undefined) return null;
	const micros = parseRfc3339Micros(text);
	if (micros === null) throw new ConfigError(`--start ${text} is no time: write it like 2026-11-21T12:00:00Z`);
	return Number(micros / 1000n);
}

function rawOptions(argv: readonly string[]) {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean' } as const;
	try {
		return parseArgs({
			args: [...argv],
			options: {
				scenario: text,
				rate: text,
				events: text,
				seed: text,
				'history-hours': text,
				start: text,
				zone: text,
				'console-url': text,
				json: flag,
				quiet: flag,
				help: flag,
			},
		}).values;
	} catch (error) {
		const [line] = String(error instanceof Error ? error.message : error).split('\n');
		throw new ConfigError(`${line?.replace(/\.$/, '')}: see --help`);
	}
}

/** @throws ConfigError that says in one line what to change */
export function parseOptions(argv: readonly string[]): Options {
	const raw = rawOptions(argv);
	const perSecond = number('rate', raw.rate, 0);
	const historyHours = number('history-hours', raw['history-hours'], 0);
	const events = raw.events === undefined ? null : number('events', raw.events, 0);
	const endless = events === 0 || (events === null && perSecond > 0 && historyHours === 0);
	if (endless && historyHours > 0) throw new ConfigError('--history-hours needs an end: give --events N');
	if (events !== null && !Number.isInteger(events)) throw new ConfigError(`--events ${raw.events} is no whole number`);
	return {
		scenarios: scenarios(raw.scenario ?? 'steady'),
		perSecond,
		entriesMax: endless ? Number.POSITIVE_INFINITY : events,
		seed: raw.seed ?? '1',
		historyHours,
		startMs: start(raw.start),
		zone: raw.zone ?? null,
		consoleUrl: raw['console-url'] ?? null,
		quiet: raw.quiet ?? false,
		json: raw.json ?? false,
		help: raw.help ?? false,
	};
}
