import { field, objectOf, textAt } from '../../lib/events/read-json';
import { visible } from '../../lib/events/visible';
import type { JsonValue } from '../../lib/json';
import { checkSignature } from '../api/trace';
import { CliError, UsageError } from '../errors';
import { safeJson } from '../json/safe';
import { CONSOLE_FLAGS, type Command } from './command';

const PLACES_MAX = 100;

function lines(check: Readonly<Record<string, JsonValue>>): string[] {
	const parts = field(check, 'parts');
	const todo = textAt(check, 'todo');
	const told = Array.isArray(parts) ? parts.map(objectOf) : [];
	return [
		`#${textAt(check, 'seq')} ${textAt(check, 'state')}: ${textAt(check, 'words')}`,
		...told.map((part) => {
			const values = ['expected', 'found'].filter((key) => textAt(part, key) !== '').map((key) => `${key} ${textAt(part, key)}`);
			const beside = values.length === 0 ? '' : ` (${values.join(', ')})`;
			return `- ${textAt(part, 'part')} ${textAt(part, 'state')}: ${textAt(part, 'words')}${beside}`;
		}),
		...(todo === '' ? [] : [`- to do: ${todo}`]),
	].map(visible);
}

export const check: Command = {
	name: ['audit', 'check'],
	summary: 'whether the signatures of events still hold over the kept bytes, and their places in the chain',
	argument: 'SEQ...',
	argumentsMin: 1,
	argumentsMax: PLACES_MAX,
	flags: {
		zone: { value: 'ZONE', help: 'the zone of the events' },
		json: { help: 'one JSON object a line' },
		...CONSOLE_FLAGS,
	},
	details: `SEQ is the place of an event in the chain of its zone (chain_seq). A worker, which has the keys, checks the
signature of the producer over the bytes that were kept, the ledger row against them, and the chain.
The exit code is 1 unless all of them are valid.`,
	async run({ api, output }, flags) {
		const zone = flags.text('zone');
		if (zone === undefined) throw new UsageError('--zone is missing: each zone has a chain of its own');
		const odd = flags.positionals.find((text) => !/^[1-9]\d{0,14}$/.test(text));
		if (odd !== undefined) throw new UsageError(`${JSON.stringify(odd)} is no place in a chain, which is a whole number from 1`);
		let doubtful = 0;
		for (const seq of flags.positionals) {
			const found = await checkSignature(api, zone, Number(seq));
			if (textAt(found, 'state') !== 'valid') doubtful++;
			await output.write(flags.has('json') ? `${safeJson(found)}\n` : `${lines(found).join('\n')}\n`);
		}
		if (doubtful > 0)
			throw new CliError(`${doubtful} of ${flags.positionals.length} checked events ${doubtful === 1 ? 'is' : 'are'} not valid`);
	},
};
