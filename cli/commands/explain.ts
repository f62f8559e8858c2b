import { field, objectOf, textAt } from '../../lib/events/read-json';
import { REQUEST_ID_LENGTH_MAX } from '../../lib/url/request';
import { explainRequest } from '../api/audit';
import { ApiError } from '../api/errors';
import { zonesOfRequest } from '../api/search';
import { openRequest, requestChanges } from '../api/trace';
import type { Flags } from '../args/flags';
import { CliError, UsageError } from '../errors';
import { safeJson } from '../json/safe';
import { diffText } from '../output/diff';
import { elsewhereWords } from '../output/elsewhere';
import { explainJson, explainRemark, explainText } from '../output/explain';
import { CONSOLE_FLAGS, type Command, type CommandContext, JSON_FLAG } from './command';

/** An ID nobody has, and where it could be. What the API says of that is a help: its own failure must not hide the finding. */
async function noSuchRequest({ api }: CommandContext, requestId: string, zone: string | undefined): Promise<CliError> {
	const where =
		zone === undefined
			? 'No zone this token may read has a request of this ID'
			: `There is no request of this ID in zone ${JSON.stringify(zone)}`;
	const more = await openRequest(api, requestId, zone).then(elsewhereWords, () => '');
	return new CliError(
		`${where}: ${more === '' ? 'see that it was copied whole, or that it is in the ledger yet' : `${more}; see that it was copied whole`}`,
	);
}

/** @throws CliError when none has one */
async function zonesOf(context: CommandContext, requestId: string, zone: string | undefined): Promise<readonly string[]> {
	const zones = zone === undefined ? await zonesOfRequest(context.api, requestId) : [zone];
	if (zones.length === 0) throw await noSuchRequest(context, requestId, undefined);
	return zones;
}

async function explainIn(context: CommandContext, zone: string, requestId: string, isJson: boolean): Promise<void> {
	const { api, output } = context;
	const explanation = await explainRequest(api, zone, requestId).catch(async (error: unknown) => {
		if (!(error instanceof ApiError) || error.status !== 404) throw error;
		throw await noSuchRequest(context, requestId, zone);
	});
	await output.write(isJson ? explainJson(explanation) : explainText(explanation));
	const remark = explainRemark(explanation);
	if (remark !== null) output.notice(remark);
}

async function compare({ api, output }: CommandContext, zones: readonly string[], requestId: string, flags: Flags): Promise<void> {
	const [zone = '', ...others] = zones;
	if (others.length > 0) throw new CliError(`${zones.length} zones have a request of this ID: say which with --zone`);
	const answer = await requestChanges(api, zone, requestId, { requestId: flags.text('diff') ?? '', zone: flags.text('diff-zone') });
	const diff = field(answer, 'diff');
	const why = textAt(answer, 'why');
	if (diff === null || diff === undefined) throw new CliError(why === '' ? 'The two cannot be compared' : why);
	await output.write(flags.has('json') ? `${safeJson(answer, 2)}\n` : diffText(objectOf(diff), output));
	if (why !== '') output.notice(why);
}

export const explain: Command = {
	name: ['explain'],
	summary: 'all that is recorded of one request, and why it was decided so',
	argument: 'REQUEST_ID',
	argumentsMin: 1,
	argumentsMax: 1,
	flags: {
		zone: { value: 'ZONE', help: 'the zone of the request; without it every zone the token may read is looked through' },
		diff: { value: 'OTHER', help: 'lay it beside the request OTHER, the likeliest cause of the difference first' },
		'diff-zone': { value: 'ZONE', help: 'the zone of OTHER, when it is another one' },
		...JSON_FLAG,
		...CONSOLE_FLAGS,
	},
	details: `One request may have several events; the one that decided is shown first, the others in time order.
principal_id and resource_id are added to the metadata when the producer wrote the application or
the resource under another name. With --diff the earlier of the two requests is BEFORE, whichever is
named first. An ID that begins with a dash stands behind --.`,
	async run(context, flags) {
		const requestId = flags.positionals[0] ?? '';
		if (requestId === '') throw new UsageError('REQUEST_ID is empty');
		if (Math.max(requestId.length, flags.text('diff')?.length ?? 0) > REQUEST_ID_LENGTH_MAX)
			throw new CliError(`A request ID has at most ${REQUEST_ID_LENGTH_MAX} characters: see that it was copied rightly`);
		if (flags.has('diff-zone') && !flags.has('diff')) throw new UsageError('--diff-zone says where --diff is, which is not given');
		const zones = await zonesOf(context, requestId, flags.text('zone'));
		if (flags.has('diff')) return compare(context, zones, requestId, flags);
		const { output } = context;
		if (zones.length > 1) output.notice(`${zones.length} zones have a request of this ID, which callers choose themselves; each is shown`);
		for (const [i, zone] of zones.entries()) {
			if (i > 0 && !flags.has('json')) await output.write('\n');
			await explainIn(context, zone, requestId, flags.has('json'));
		}
	},
};
