import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { BUNDLE_FILE_SUFFIX } from '../../lib/bundle/form';
import { objectOf, textAt } from '../../lib/events/read-json';
import { visible } from '../../lib/events/visible';
import type { JsonValue } from '../../lib/json';
import { PRESETS } from '../../lib/url/range';
import { segment } from '../api/client';
import { parseWindow, WINDOW_FLAGS } from '../args/filters';
import type { Flags } from '../args/flags';
import { CliError, UsageError } from '../errors';
import { safeJson } from '../json/safe';
import { CONSOLE_FLAGS, type Command, type CommandContext, JSON_FLAG } from './command';

const POLL_MS = 500;

/** Each subject by its flag; without any, everything of a time. */
const SUBJECTS = { 'request-id': 'request', query: 'search', revocation: 'revocation', incident: 'incident' } as const;

/** What the arguments ask for, as the API takes it. @throws UsageError */
export function wantedBundle(flags: Flags, nowMicros: bigint): { [key: string]: JsonValue } {
	const given = (Object.keys(SUBJECTS) as (keyof typeof SUBJECTS)[]).filter((name) => flags.has(name));
	// an incident may be narrowed by a query
	const [name, other] = given.includes('incident') ? given.filter((each) => each !== 'query') : given;
	if (other !== undefined) throw new UsageError(`--${name} and --${other} say different things: give one of them`);
	const { since, until } = parseWindow(flags, nowMicros);
	const last = flags.text('last');
	if (last !== undefined && !Object.hasOwn(PRESETS, last))
		throw new UsageError(`--last ${last} is none of ${Object.keys(PRESETS).join(', ')}`);
	if (last !== undefined && (since !== undefined || until !== undefined))
		throw new UsageError('--last and --since or --until say different windows: give one of them');
	if (name === 'revocation' && flags.texts('zone').length !== 1) throw new UsageError('--revocation needs the one --zone it is of');
	return {
		kind: name === undefined ? 'range' : SUBJECTS[name],
		subject: name === undefined || name === 'query' ? '' : (flags.text(name) ?? ''),
		zones: flags.texts('zone'),
		q: flags.text('query') ?? '',
		last: last ?? null,
		from: since ?? null,
		to: until ?? null,
	};
}

/** Waits until the bundle is done, and gives it as the console tells it. */
async function made({ api, output, sleep, untilStopped }: CommandContext, path: string): Promise<JsonValue> {
	const stopped = untilStopped();
	let told = '';
	for (;;) {
		const answer = await api.get(path);
		const job = objectOf(answer);
		const state = textAt(job, 'state');
		if (state === 'done') return answer;
		if (state === 'failed') throw new CliError(`no bundle was made: ${visible(textAt(job, 'error'))}`);
		if (state === 'cancelled') throw new CliError('the bundle was cancelled');
		const total = textAt(job, 'eventsTotal');
		const progress =
			state === 'waiting'
				? 'waiting for a worker'
				: total === ''
					? 'looking for the events'
					: `${textAt(job, 'events')} of ${total} events`;
		if (progress !== told) output.notice(progress);
		told = progress;
		await sleep(POLL_MS, stopped);
		if (!stopped.aborted) continue;
		await api.remove(path);
		throw new CliError('stopped; the bundle is cancelled');
	}
}

/** Fetches the bundle into a new file. @throws CliError when its bytes are not the ones that were made */
async function fetched({ api }: CommandContext, path: string, target: string, sha256: string): Promise<void> {
	let file: FileHandle;
	try {
		file = await open(target, 'wx');
	} catch {
		throw new CliError(
			`${target} cannot be written: it is there already, or its folder is not. The bundle is kept; fetch it from the console`,
		);
	}
	const digest = createHash('sha256');
	try {
		for await (const chunk of api.download(`${path}/bundle`)) {
			digest.update(chunk);
			await file.writeFile(chunk);
		}
	} finally {
		await file.close();
	}
	if (digest.digest('hex') !== sha256) throw new CliError(`${target} is not what the console made: delete it and fetch it again`);
}

export const evidenceExport: Command = {
	name: ['evidence', 'export'],
	summary: 'have an evidence bundle made and fetch it',
	argumentsMin: 0,
	argumentsMax: 0,
	flags: {
		'request-id': { value: 'ID', help: 'the events of one request' },
		query: { short: 'q', value: 'QUERY', help: 'the events a search finds, in the language of the search page' },
		revocation: { value: 'SEQ', help: 'a revocation by its place in the --zone, what it took down, what was done under that' },
		incident: { value: 'WORDS', help: 'the events of a time, called by these words; -q narrows them' },
		zone: { value: 'ZONE', many: true, help: 'only of these zones' },
		last: { value: 'LENGTH', help: `the window up to now: ${Object.keys(PRESETS).join(', ')}` },
		...WINDOW_FLAGS,
		out: { short: 'o', value: 'FILE', help: `where to write it (default: its number and ${BUNDLE_FILE_SUFFIX})` },
		...JSON_FLAG,
		...CONSOLE_FLAGS,
	},
	details: `The bundle is made by a worker and kept by the console for a week.
That it was asked for and that it was fetched is recorded.
Without a window it is of all time. \`caracal evidence verify FILE --key VKEY\` checks it without the console.

Examples:
  caracal evidence export --request-id req-42 -o req-42${BUNDLE_FILE_SUFFIX}
  caracal evidence export -q 'decision:deny app:billing' --zone prod-eu --last 7d
  caracal evidence export --incident 'key leak' --since 2026-05-11T08:00:00Z --until 2026-05-11T09:00:00Z`,
	async run(context, flags) {
		const { api, output, nowMicros } = context;
		const id = textAt(objectOf(await api.post('/v1/evidence', wantedBundle(flags, nowMicros()))), 'job');
		const path = `/v1/evidence/${segment(id)}`;
		const target = flags.text('out') ?? `${id}${BUNDLE_FILE_SUFFIX}`;
		const job = await made(context, path);
		await fetched(context, path, target, textAt(objectOf(job), 'sha256'));
		await output.write(flags.has('json') ? `${safeJson({ ...objectOf(job), file: target })}\n` : `${visible(target)}\n`);
	},
};
