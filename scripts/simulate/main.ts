import { ConfigError, toError } from '../../lib/errors';
import { AUTHORITY_STREAMS } from '../../lib/streams/names';
import { wholeEnv } from '../env';
import { withRunningDemo } from '../running-demo';
import { Crew } from './crew';
import { type SimulatorEnv, simulatorEnv } from './env';
import { merged } from './merge';
import { HELP, type Options, parseOptions } from './options';
import { type Pace, run } from './run';
import { SCENARIOS } from './scenarios';
import type { Played, Scenario, Stage } from './scenarios/scenario';
import { connectRedis, Sink } from './sink';
import { type Summary, summaryText, Tally } from './summary';

const PROGRESS_EVERY_MS = 1000;

type Named = Played & { name: string };

/** Everyday traffic at a rate or without an end: it happens as it is written. */
function isLive(options: Options): boolean {
	const endless = options.entriesMax === Number.POSITIVE_INFINITY;
	return options.scenarios.includes('steady') && options.historyHours === 0 && (options.perSecond > 0 || endless);
}

/** When a scenario starts: as told, now, so that it ends now, or so that what must not be written late is still to come. */
function startOf(scenario: Scenario, stage: Omit<Stage, 'startMs'>, options: Options, sink: Sink, nowMs: number): number {
	if (options.startMs !== null) return options.startMs;
	if (isLive(options) && scenario === SCENARIOS.steady) return nowMs;
	const startMs = nowMs - scenario.spanMs(stage);
	if (scenario.liveFromMs === undefined || startMs > sink.lastMs(AUTHORITY_STREAMS)) return startMs;
	return nowMs - scenario.liveFromMs;
}

function paceOf(options: Options): Pace {
	const { perSecond } = options;
	if (isLive(options)) return { kind: perSecond > 0 ? 'clock' : 'free', perSecond };
	return { kind: perSecond > 0 ? 'count' : options.startMs === null ? 'clock' : 'free', perSecond };
}

function report(tally: Tally, startedMs: number): void {
	const seconds = (Date.now() - startedMs) / 1000;
	process.stderr.write(`${tally.entries} entries, ${Math.round(tally.entries / seconds)} a second\n`);
}

async function play(options: Options, env: SimulatorEnv, signal: AbortSignal): Promise<Summary> {
	const redis = await connectRedis(env.redisUrl);
	const tally = new Tally();
	const startedMs = Date.now();
	const progress = options.quiet ? undefined : setInterval(() => report(tally, startedMs), PROGRESS_EVERY_MS);
	try {
		const sink = new Sink(redis);
		await sink.open();
		const scenarios = options.scenarios.map((name) => ({ name, scenario: SCENARIOS[name] as Scenario }));
		const stage = {
			seed: options.seed,
			keys: { audit: env.auditKey, streams: env.streamsKey },
			zone: options.zone,
			entriesMax: options.entriesMax,
			perSecond: isLive(options) && options.perSecond > 0 ? options.perSecond : null,
			clock: isLive(options) && options.perSecond === 0 ? Date.now : null,
			historyMs: options.historyHours * 3_600_000,
		};
		const played: Named[] = scenarios.map(({ name, scenario }) => {
			const startMs = startOf(scenario, stage, options, sink, startedMs);
			// the start belongs to the seed, so that a story played twice has other request ids
			return { name, ...scenario.play({ ...stage, seed: `${options.seed}@${startMs}`, startMs }) };
		});
		const crew = await Crew.start(
			redis,
			scenarios.flatMap(({ scenario }) => scenario.crew ?? []),
		);
		const entries = merged(played.map((each) => each.entries));
		const asHistory = !isLive(options) || options.scenarios.length > 1;
		await run({ entries, sink, tally, pace: paceOf(options), asHistory, signal });
		await crew.finish();
		const console = options.consoleUrl ?? env.consoleUrl;
		return {
			entries: tally.entries,
			seconds: (Date.now() - startedMs) / 1000,
			seed: options.seed,
			byStream: tally.byStream,
			byZone: tally.byZone,
			expected: tally.expected,
			restamped: sink.restamped,
			stories: signal.aborted ? [] : played.map(({ name, story }) => ({ scenario: name, link: `${console}${story().path}`, ...story() })),
		};
	} finally {
		clearInterval(progress);
		redis.disconnect();
	}
}

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(argv: readonly string[]): Promise<void> {
	const options = parseOptions(argv);
	if (options.help) {
		process.stdout.write(HELP);
		return;
	}
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
	const summary = await play(options, simulatorEnv(withRunningDemo(wholeEnv(), say)), stop.signal);
	process.stdout.write(`${options.json ? JSON.stringify(summary) : summaryText(summary)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
	const line = error instanceof ConfigError ? error.message : `the run failed: ${toError(error).message}`;
	process.stderr.write(`${line}\n`);
	process.exitCode = 1;
});
