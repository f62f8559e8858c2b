import { ConfigError } from '../../lib/errors';
import { simulatorEnv } from './env';
import { merged } from './merge';
import { HELP, type Options, parseOptions } from './options';
import { run } from './run';
import { SCENARIOS } from './scenarios';
import type { Scenario, Stage } from './scenarios/scenario';
import { connectRedis, Sink } from './sink';
import { type Summary, summaryText, Tally } from './summary';

const EVENTS_DEFAULT = 20_000;
/** How dense everyday traffic lies in its own time when neither a rate nor a history says so, per second. */
const DENSITY_PER_SECOND = 200;
/** Faster than this machine writes, so that an endless run without a rate never gets ahead of the clock. */
const DENSITY_ENDLESS_PER_SECOND = 100_000;

function stageOf(options: Options): Omit<Stage, 'startMs' | 'keys'> {
	const entriesMax = options.entriesMax ?? EVENTS_DEFAULT;
	const density = Number.isFinite(entriesMax) ? DENSITY_PER_SECOND : DENSITY_ENDLESS_PER_SECOND;
	return {
		seed: options.seed,
		zone: options.zone,
		entriesMax,
		perSecond: options.perSecond > 0 && options.historyHours === 0 ? options.perSecond : density,
		historyMs: options.historyHours * 3_600_000,
	};
}

async function main(argv: readonly string[]): Promise<void> {
	const options = parseOptions(argv);
	if (options.help) {
		process.stdout.write(HELP);
		return;
	}
	const env = simulatorEnv();
	const keys = { audit: env.auditKey, streams: env.streamsKey };
	const redis = await connectRedis(env.redisUrl);
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
	const tally = new Tally();
	const startedMs = Date.now();
	const live = options.perSecond > 0 && options.historyHours === 0 && options.scenarios.length === 1 && options.scenarios[0] === 'steady';
	const progress = options.quiet ? undefined : setInterval(() => report(tally, startedMs), 1000);
	try {
		const sink = new Sink(redis);
		await sink.open();
		const base = { ...stageOf(options), keys };
		const played = options.scenarios.map((name) => {
			const scenario: Scenario = SCENARIOS[name];
			const startMs = options.startMs ?? (live ? startedMs : startedMs - scenario.spanMs(base));
			return { name, ...scenario.play({ ...base, startMs }) };
		});
		const kind = live ? ('clock' as const) : options.perSecond > 0 ? ('count' as const) : ('free' as const);
		const pace = { kind, perSecond: options.perSecond };
		await run({ entries: merged(played.map(({ entries }) => entries)), sink, tally, pace, asHistory: !live, signal: stop.signal });
		const summary: Summary = {
			entries: tally.entries,
			seconds: (Date.now() - startedMs) / 1000,
			seed: options.seed,
			byStream: tally.byStream,
			byZone: tally.byZone,
			expected: tally.expected,
			restamped: sink.restamped,
			stories: stop.signal.aborted
				? []
				: played.map(({ name, story }) => ({ scenario: name, link: `${options.consoleUrl ?? env.consoleUrl}${story().path}`, ...story() })),
		};
		process.stdout.write(`${options.json ? JSON.stringify(summary) : summaryText(summary)}\n`);
	} finally {
		clearInterval(progress);
		redis.disconnect();
	}
}

function report(tally: Tally, startedMs: number): void {
	const seconds = (Date.now() - startedMs) / 1000;
	process.stderr.write(`${tally.entries} entries, ${Math.round(tally.entries / seconds)} a second\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
	const line = error instanceof ConfigError ? error.message : `the run failed: ${error instanceof Error ? error.message : String(error)}`;
	process.stderr.write(`${line}\n`);
	process.exitCode = 1;
});
