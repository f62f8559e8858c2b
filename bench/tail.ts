// npm run bench:tail: how soon an entry on the stream is on the screen, for how many, at what cost, and what is left when they go.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Line, PARTS } from './tail/parts';
import { startTailStand } from './tail/stand';

const { values } = parseArgs({
	options: {
		/** One of them alone, or several. */
		part: { type: 'string', multiple: true, default: Object.keys(PARTS) },
		viewers: { type: 'string', default: '1000' },
		plain: { type: 'string', default: '5000' },
		churn: { type: 'string', default: '20000' },
		behind: { type: 'string', default: '300000' },
		seconds: { type: 'string', default: '20' },
		/** Serves the endpoint alone, without a build: for a look at a change, not for figures. */
		unbuilt: { type: 'boolean', default: false },
	},
});
const { viewers, plain, churn, behind, seconds } = values;
const sizes = {
	viewers: Number(viewers),
	plain: Number(plain),
	churn: Number(churn),
	behind: Number(behind),
	seconds: Number(seconds),
};
const say = (line: string) => process.stderr.write(`${line}\n`);

const unknown = values.part.find((part) => PARTS[part] === undefined);
if (unknown !== undefined) {
	say(`There is no part ${unknown}: --part ${Object.keys(PARTS).join(' | ')}`);
	process.exit(1);
}
const lines: Line[] = [];
for (const part of values.part) {
	// each begins with a console that has done nothing yet
	const stand = await startTailStand(say, values.unbuilt);
	try {
		lines.push(...((await PARTS[part]?.(stand, sizes, say)) ?? []));
	} finally {
		await stand.stop();
	}
}
const [cpu] = cpus();
const rows = lines.map((line) => `| ${line.what} | ${line.result} | ${line.target} | ${line.met ? 'yes' : 'no'} |`);
const table = ['| What | Result | Target | Met |', '|---|---|---|---|', ...rows].join('\n');
process.stdout.write(`${cpus().length} cores (${cpu?.model ?? 'unknown'}), Node ${process.versions.node}\n\n${table}\n`);
if (lines.some((line) => !line.met)) process.exitCode = 1;
