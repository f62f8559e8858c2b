import { type AuditItem, zoneHeads } from '../api/audit';
import type { Api } from '../api/client';
import { patient } from '../api/patient';
import { type EventFilter, FILTER_FLAGS, parseFilter } from '../args/filters';
import type { Flags } from '../args/flags';
import { CliError, UsageError } from '../errors';
import { type EventRows, jsonRows, tableRows } from '../output/event-rows';
import { follow } from '../tail/follow';
import { latestEvents } from '../tail/latest';
import { queryOf } from '../tail/query';
import { CONSOLE_FLAGS, type Command, type CommandContext } from './command';

const LIMIT_DEFAULT = 100;
/** The last events are held in memory until the oldest of them is known. */
const LIMIT_MAX = 100_000;

interface Request {
	readonly zones: readonly string[];
	readonly filter: EventFilter;
	readonly limit: number;
	readonly rows: EventRows;
}

function parseRequest(context: CommandContext, flags: Flags): Request {
	if (flags.has('follow') && flags.has('until')) throw new UsageError('--follow goes on until it is stopped: leave out --until');
	return {
		zones: flags.texts('zone'),
		filter: parseFilter(flags, context.nowMicros()),
		limit: flags.integer('limit', 0, LIMIT_MAX) ?? LIMIT_DEFAULT,
		rows: flags.has('json') ? jsonRows() : tableRows(context.output),
	};
}

/** @throws CliError when the token may read no zone at all */
async function readableZones(api: Api, asked: readonly string[]): Promise<readonly string[]> {
	if (asked.length > 0) return asked;
	const zones = (await zoneHeads(api)).map(({ zone }) => zone);
	if (zones.length === 0) throw new CliError('This token may read no zone that has events: ask an administrator for a role in one');
	return zones;
}

async function show({ output, api }: CommandContext, { zones, filter, limit, rows }: Request): Promise<void> {
	const events = await latestEvents(api, await readableZones(api, zones), filter, limit);
	if (events.length === 0) return output.notice('no event matches');
	const records = events.map(({ record }) => record);
	await output.write(rows.begin(records));
	for (const record of records) await output.write(rows.row(record));
}

function keyOf({ zone, seq }: AuditItem): string {
	return `${zone}\n${seq}`;
}

async function showAndFollow(context: CommandContext, { zones, filter, limit, rows }: Request): Promise<void> {
	const { api, output } = context;
	const signal = context.untilStopped();
	try {
		const batches = follow({
			api,
			zones,
			q: queryOf(filter),
			signal,
			sleep: (ms) => context.sleep(ms, signal),
			random: context.random,
			notice: output.notice,
		});
		// the stream first: what is appended between the two is in both, and comes once
		await batches.next();
		const first = patient(api, context.sleep, output.notice);
		const asked = zones.length > 0 ? zones : (await zoneHeads(first, signal)).map(({ zone }) => zone);
		const shown = await latestEvents(first, asked, filter, limit, signal);
		const printed = new Set(shown.map(keyOf));
		const records = shown.map(({ record }) => record);
		await output.write(rows.begin(records));
		for (const record of records) await output.write(rows.row(record));
		for await (const batch of batches)
			for (const item of batch) if (!printed.delete(keyOf(item))) await output.write(rows.row(item.record));
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}

export const tail: Command = {
	name: ['audit', 'tail'],
	summary: 'the newest events, oldest first; --follow goes on with what comes',
	argumentsMin: 0,
	argumentsMax: 0,
	flags: {
		...FILTER_FLAGS,
		zone: { value: 'ZONE', many: true, help: 'only this zone; without it every zone the token may read' },
		limit: { short: 'n', value: 'N', help: `how many of the newest events (default ${LIMIT_DEFAULT}, at most ${LIMIT_MAX})` },
		follow: { short: 'f', help: 'then print new events as they are recorded, until stopped' },
		json: { help: 'one JSON object a line instead of a table' },
		...CONSOLE_FLAGS,
	},
	details: `Examples:
  caracal audit tail --decision deny --since 2h
  caracal audit tail --follow --event-type jti_collision,replay_detected
  caracal audit tail --json | jq '{id, decision, event_type, occurred_at}'

--session, --authority-record and --label look through the last 7 days; with --since and --until
through any 31 days, with --request-id through everything.

While following, new events come in the order in which they entered the ledger. A console that
restarts is waited for: nothing is lost, nothing comes twice.`,
	async run(context, flags) {
		const request = parseRequest(context, flags);
		await (flags.has('follow') ? showAndFollow(context, request) : show(context, request));
	},
};
