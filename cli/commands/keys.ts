import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { nodePrimitives, nodeSigning } from '../../lib/chain/node-primitives';
import { NoteRejected } from '../../lib/checkpoint/rejected';
import { formatSignerKey, signerOf } from '../../lib/checkpoint/signer-key';
import { type DatedSigner, formatSignerSet, parseSignerSet, publicSet, rotateSigners } from '../../lib/checkpoint/signer-set';
import { fingerprint, formatVerifierKey } from '../../lib/checkpoint/verifier-key';
import { toError } from '../../lib/errors';
import { CliError, UsageError } from '../errors';
import type { Command } from './command';

const SEED_BYTES = 32;
const OVERLAP_DAYS = 30;
const SECONDS_PER_DAY = 86_400;
const SECRET_MODE = 0o600;
const MICROS_PER_SECOND = 1_000_000n;

function newKey(name: string): Pick<DatedSigner, 'signer' | 'line'> {
	const seed = new Uint8Array(randomBytes(SEED_BYTES));
	try {
		return { signer: signerOf(nodePrimitives, nodeSigning, name, seed), line: formatSignerKey(nodePrimitives, nodeSigning, name, seed) };
	} catch (error) {
		if (error instanceof NoteRejected) throw new UsageError(`--name is no name of a key: ${error.message}`);
		throw error;
	}
}

function readSet(path: string): DatedSigner[] {
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch {
		throw new CliError(`${path} cannot be read`);
	}
	try {
		return parseSignerSet(nodePrimitives, nodeSigning, text);
	} catch (error) {
		if (error instanceof NoteRejected) throw new CliError(`${path} is no file of keys: ${error.message}`);
		throw error;
	}
}

/** A new file is never written over another; a changed one takes the place of the former whole. */
function write(path: string, set: readonly DatedSigner[], isNew: boolean): void {
	const target = isNew ? path : `${path}.new`;
	try {
		writeFileSync(target, formatSignerSet(set), { mode: SECRET_MODE, flag: 'wx' });
		if (!isNew) renameSync(target, path);
	} catch (error) {
		throw new CliError(`${target} cannot be written: ${toError(error).message}`);
	}
}

const day = (seconds: number) => new Date(seconds * 1000).toISOString();

/** What may be told of keys. */
function told(set: readonly DatedSigner[]): string {
	return publicSet(set)
		.map(
			({ key, from, until }) =>
				`${formatVerifierKey(key)}\n  signs from ${day(from)} until ${until === null ? 'it is replaced' : day(until)}\n  fingerprint ${fingerprint(nodePrimitives, key)}\n`,
		)
		.join('');
}

export const keysMake: Command = {
	name: ['keys', 'make'],
	summary: 'make a key that signs checkpoints, in a new file that only you can read',
	argument: 'FILE',
	argumentsMin: 1,
	argumentsMax: 1,
	flags: { name: { value: 'NAME', help: 'the name of the log, such as audit.example.com' } },
	details: `Give the file to the workers as CHECKPOINT_KEYS_FILE. What is printed is public: give it to whoever verifies
evidence, by a way that does not go through this console.`,
	async run({ output, nowMicros }, flags) {
		const [path = ''] = flags.positionals;
		const name = flags.text('name');
		if (name === undefined) throw new UsageError('--name is missing');
		const set = [{ ...newKey(name), from: Number(nowMicros() / MICROS_PER_SECOND), until: null }];
		write(path, set, true);
		await output.write(told(set));
	},
};

export const keysShow: Command = {
	name: ['keys', 'show'],
	summary: 'the public halves of the keys in a file: verifier lines, fingerprints, times',
	argument: 'FILE',
	argumentsMin: 1,
	argumentsMax: 1,
	flags: {},
	details: 'Nothing of what is secret is printed.',
	async run({ output }, flags) {
		await output.write(told(readSet(flags.positionals[0] ?? '')));
	},
};

export const keysRotate: Command = {
	name: ['keys', 'rotate'],
	summary: 'add a new key to a file; the former ones sign beside it for a while',
	argument: 'FILE',
	argumentsMin: 1,
	argumentsMax: 1,
	flags: { 'overlap-days': { value: 'DAYS', help: `how long the former keys sign on (default ${OVERLAP_DAYS})` } },
	details: `Workers read the file again by themselves. Whoever trusts the former key meets, during the overlap,
checkpoints under both, and so a reason to trust the new one.`,
	async run({ output, nowMicros }, flags) {
		const [path = ''] = flags.positionals;
		const set = readSet(path);
		const name = set[0]?.signer.key.name;
		if (name === undefined) throw new CliError(`${path} holds no key; \`caracal keys make\` makes one`);
		const overlap = (flags.integer('overlap-days', 0, 3650) ?? OVERLAP_DAYS) * SECONDS_PER_DAY;
		const rotated = rotateSigners(set, newKey(name), Number(nowMicros() / MICROS_PER_SECOND), overlap);
		write(path, rotated, false);
		await output.write(told(rotated));
	},
};
