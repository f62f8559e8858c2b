import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { nodePrimitives, nodeSigning } from '../../lib/chain/node-primitives';
import { parseSignerSet, signersAt } from '../../lib/checkpoint/signer-set';
import { parseVerifierKey } from '../../lib/checkpoint/verifier-key';
import type { Surroundings } from '../run';
import { run } from '../run';

const folder = mkdtempSync(join(tmpdir(), 'caracal-keys-'));
const file = join(folder, 'keys');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command at an instant. */
async function caracal(seconds: number, ...args: string[]): Promise<{ code: number; out: string; said: string }> {
	let [out, said] = ['', ''];
	const output = {
		write: async (text: string) => {
			out += text;
		},
		notice: (text: string) => {
			said += text;
		},
	};
	const surroundings = { output, nowMicros: () => BigInt(seconds) * 1_000_000n } as unknown as Surroundings;
	return { code: await run(surroundings, args), out, said };
}

test('a key is made, shown without its secret and replaced with an overlap', async () => {
	const made = await caracal(1000, 'keys', 'make', file, '--name', 'audit.example.com');
	expect(made.code).toBe(0);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(parseVerifierKey(nodePrimitives, made.out.split('\n')[0] ?? '').name).toBe('audit.example.com');
	expect(await caracal(1000, 'keys', 'make', file, '--name', 'audit.example.com')).toMatchObject({ code: 1 });
	expect((await caracal(1000, 'keys', 'show', file)).out).toBe(made.out);
	expect((await caracal(2000, 'keys', 'rotate', file, '--overlap-days', '1')).code).toBe(0);
	const text = readFileSync(file, 'utf8');
	const set = parseSignerSet(nodePrimitives, nodeSigning, text);
	expect([1000, 1999, 2000, 2000 + 86_399, 2000 + 86_400].map((at) => signersAt(set, at).length)).toEqual([1, 1, 2, 2, 1]);
	const shown = (await caracal(2000, 'keys', 'show', file)).out;
	for (const line of text.trim().split('\n')) expect(shown).not.toContain(line.split('+').at(-1)?.split(' ')[0]);
});

test.each([
	['proven', 0],
	['disproven', 1],
	['cannot_tell', 2],
])('a bundle that is %s ends with %i', async (outcome, code) => {
	const vectors = join(import.meta.dirname, '../../docs/vectors/evidence');
	const expected: { file: string; keys: string[]; outcome: string; headline: string }[] = JSON.parse(
		readFileSync(join(vectors, 'expected.json'), 'utf8'),
	);
	const one = expected.find((vector) => vector.outcome === outcome);
	if (one === undefined) throw new Error(`no vector is ${outcome}`);
	const told = await caracal(0, 'evidence', 'verify', join(vectors, one.file), ...one.keys.flatMap((key) => ['--key', key]));
	expect([told.code, told.out.split('\n')[0]]).toEqual([code, one.headline]);
});

test('a file that is not there cannot be told, and a key that is none is said so', async () => {
	expect(await caracal(0, 'evidence', 'verify', join(folder, 'none'))).toMatchObject({ code: 2 });
	const told = await caracal(0, 'evidence', 'verify', file, '--key', 'nonsense');
	expect(told).toMatchObject({ code: 2 });
	expect(told.said).toContain('--key is no verifier key');
});
