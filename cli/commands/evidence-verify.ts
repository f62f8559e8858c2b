import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import type { Verdict } from '../../lib/bundle/verify/verdict';
import { exitCodeOf, verifyBundle } from '../../lib/bundle/verify/verify';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { NoteRejected } from '../../lib/checkpoint/rejected';
import { visible } from '../../lib/events/visible';
import { CliError, UsageError } from '../errors';
import { safeJson } from '../json/safe';
import { keptHashOf } from '../verify/kept-hash';
import { startThreads } from '../verify/thread';
import { type Command, JSON_FLAG } from './command';

const CHUNK_BYTES = 1024 * 1024;
/** Below this a file is read before threads have started. */
const THREADS_BYTES_MIN = 16 * 1024 * 1024;
const STATES = { holds: 'holds', fails: 'FAILS', unknown: 'cannot tell', not_made: 'not checked' } as const;

function lines(verdict: Verdict): string[] {
	const { headline, firstFinding, checks, notProven, manifest } = verdict;
	const place = firstFinding === null ? '' : firstFinding.line === 0 ? '' : `line ${firstFinding.line}: `;
	return [
		headline,
		...(firstFinding === null ? [] : [`First: ${place}${firstFinding.words}`]),
		...(manifest === null
			? []
			: [`Exported ${manifest.exportedAt} by ${manifest.exportedBy}: ${manifest.subject.kind} ${manifest.subject.text}`]),
		...checks.map(({ name, state, words }) => `- ${name} ${STATES[state]}: ${words}`),
		...(notProven.length === 0 ? [] : ['Not proven:', ...notProven.map((sentence) => `- ${sentence}`)]),
	].map(visible);
}

/** The file's bytes; it is opened when the first are asked for. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
	yield* createReadStream(path, { highWaterMark: CHUNK_BYTES });
}

/** Bytes of a file; 0 of what has no size, like a pipe. */
async function sizeOf(path: string): Promise<number> {
	return (await stat(path)).size;
}

async function verdictOf(path: string, keys: readonly string[]): Promise<Verdict> {
	try {
		await access(path, constants.R_OK);
	} catch {
		throw new CliError(`${path} cannot be read`, 2);
	}
	const threads = (await sizeOf(path)) < THREADS_BYTES_MIN ? undefined : startThreads();
	try {
		return await verifyBundle(chunksOf(path), {
			primitives: nodePrimitives,
			keys,
			contentHashOf: keptHashOf,
			...(threads && { ahead: threads }),
		});
	} catch (error) {
		if (error instanceof NoteRejected) throw new UsageError(`--key is no verifier key: ${error.message}`);
		throw error;
	} finally {
		await threads?.stop();
	}
}

export const evidenceVerify: Command = {
	name: ['evidence', 'verify'],
	summary: 'whether an evidence bundle proves what it says, without asking anybody',
	argument: 'FILE',
	argumentsMin: 1,
	argumentsMax: 1,
	flags: {
		key: { value: 'VKEY', many: true, help: 'a verifier key you got elsewhere (name+id+key); only what it signed counts' },
		...JSON_FLAG,
	},
	details: `Needs no console, no network and no database. All that can be computed is computed again.
Without --key the keys in the bundle are taken, which shows only that the bundle agrees with itself.
The exit code is 0 when it is proven, 1 when it is disproven and 2 when that cannot be told.`,
	async run({ output }, flags) {
		const [path = ''] = flags.positionals;
		const keys = flags.texts('key');
		const verdict = await verdictOf(path, keys);
		await output.write(flags.has('json') ? `${safeJson(verdict)}\n` : `${lines(verdict).join('\n')}\n`);
		const code = exitCodeOf(verdict.outcome);
		if (code !== 0) throw new CliError(`${path} is ${code === 1 ? 'disproven' : 'not proven: it cannot be told'}`, code === 1 ? 1 : 2);
	},
};
