import { zoneHeads } from '../api/audit';
import { safeJson } from '../json/safe';
import { type Column, Table } from '../output/table';
import { CONSOLE_FLAGS, type Command } from './command';

const COLUMNS: readonly Column[] = [
	{ head: 'ZONE', widthMin: 12, widthMax: 200 },
	{ head: 'EVENTS', widthMin: 12, widthMax: 20 },
	{ head: 'CHAIN REACHES', widthMin: 13, widthMax: 20 },
	{ head: 'NEWEST EVENT', widthMin: 27, widthMax: 32 },
];

export const zones: Command = {
	name: ['zones'],
	summary: 'the zones the token may read',
	argumentsMin: 0,
	argumentsMax: 0,
	flags: { json: { help: 'one JSON object a line instead of a table' }, ...CONSOLE_FLAGS },
	details: '',
	async run({ api, output }, flags) {
		const heads = await zoneHeads(api);
		if (heads.length === 0) return output.notice('this token may read no zone that has events');
		if (flags.has('json')) {
			for (const { record } of heads) await output.write(`${safeJson(record)}\n`);
			return;
		}
		const table = new Table(COLUMNS, output);
		const cells = heads.map(({ zone, events, headSeq, newestAt }) => [zone, String(events), String(headSeq), newestAt ?? '-']);
		await output.write(table.head(cells));
		for (const row of cells) await output.write(table.row(row));
	},
};
