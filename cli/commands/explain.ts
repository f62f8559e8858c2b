import { explainRequest } from '../api/audit';
import { ApiError } from '../api/errors';
import { zonesOfRequest } from '../api/search';
import { CliError } from '../errors';
import { explainJson, explainRemark, explainText } from '../output/explain';
import { CONSOLE_FLAGS, type Command, JSON_FLAG } from './command';

/** Spelled for both the text and the error line. */
const REQUEST_ID_MAX = 1024;

export const explain: Command = {
	name: ['explain'],
	summary: 'all that is recorded of one request, and why it was decided so',
	argument: 'REQUEST_ID',
	argumentsMin: 1,
	argumentsMax: 1,
	flags: {
		zone: { value: 'ZONE', help: 'the zone of the request; without it every zone the token may read is looked through' },
		...JSON_FLAG,
		...CONSOLE_FLAGS,
	},
	details: `One request may have several events; the one that decided is shown first, the others in time order.
principal_id and resource_id are added to the metadata when the producer wrote the application or
the resource under another name.`,
	async run({ api, output }, flags) {
		const requestId = flags.positionals[0] ?? '';
		if (requestId.length > REQUEST_ID_MAX)
			throw new CliError(`A request ID has at most ${REQUEST_ID_MAX} characters: see that it was copied rightly`);
		const zone = flags.text('zone');
		const zones = zone === undefined ? await zonesOfRequest(api, requestId) : [zone];
		if (zones.length === 0)
			throw new CliError(
				'No zone this token may read has a request of this ID: see that it was copied whole, or that it is in the ledger yet',
			);
		if (zones.length > 1) output.notice(`${zones.length} zones have a request of this ID, which callers choose themselves; each is shown`);
		for (const [i, name] of zones.entries()) {
			const explanation = await explainRequest(api, name, requestId).catch((error: unknown) => {
				if (!(error instanceof ApiError) || error.status !== 404) throw error;
				throw new CliError(`There is no request of this ID in zone ${JSON.stringify(name)}: see that ID and zone were copied whole`);
			});
			if (i > 0 && !flags.has('json')) await output.write('\n');
			await output.write(flags.has('json') ? explainJson(explanation) : explainText(explanation));
			const remark = explainRemark(explanation);
			if (remark !== null) output.notice(remark);
		}
	},
};
