// npm run faults:tail: viewers of the live tail while everything behind it is killed in turn; each is compared with the ledger.
import { parseArgs } from 'node:util';
import { runFaults } from './tail-faults/run';
import { startBuiltWeb, startTailServer } from './tail-faults/stand';

const { values } = parseArgs({
	options: {
		viewers: { type: 'string', default: '50' },
		events: { type: 'string', default: '30000' },
		rounds: { type: 'string', default: '3' },
		'freeze-seconds': { type: 'string', default: '60' },
		seed: { type: 'string', default: '1' },
		/** The console as `npm run build` made it, in place of its endpoint alone. */
		built: { type: 'boolean', default: false },
	},
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const { faults, ...report } = await runFaults({
	viewers: Number(values.viewers),
	events: Number(values.events),
	rounds: Number(values.rounds),
	freezeMsMax: Number(values['freeze-seconds']) * 1000,
	cutBytesMean: 100_000,
	seed: Number(values.seed),
	startWeb: values.built ? startBuiltWeb : startTailServer,
	settleMsMax: 300_000,
	say,
});
process.stdout.write(`${JSON.stringify(report)}\n`);
for (const { q, fault } of faults) process.stdout.write(`${q === '' ? '(everything)' : q}: ${fault}\n`);
process.stdout.write(faults.length === 0 ? 'Every viewer was shown what the search finds.\n' : `${faults.length} viewers were not.\n`);
if (faults.length > 0) process.exitCode = 1;
