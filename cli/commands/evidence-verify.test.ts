import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleBundle } from '../../lib/bundle/testing/sample-bundle';
import { LOG, sampleLedger } from '../../lib/bundle/testing/sample-ledger';
import { formatVerifierKey } from '../../lib/checkpoint/verifier-key';
import { Bundle } from '../testing/process';

/** Enough that threads read the events. */
const PADDING_BYTES = 400_000;
const EVENTS = 24;
const command = new Bundle();

beforeAll(async () => void (await command.build()));
afterAll(() => command.remove());

async function verify(name: string, bytes: Uint8Array) {
	const file = join(command.folder, name);
	writeFileSync(file, bytes);
	const { code, stdout, stderr } = await command.run(['evidence', 'verify', file, '--key', formatVerifierKey(LOG.key), '--json']);
	return { code, verdict: JSON.parse(stdout), stderr };
}

test('a large bundle is verified in threads, with the verdict that one thread comes to', async () => {
	const ledger = sampleLedger('zn_large', EVENTS, PADDING_BYTES);
	const seqs = Array.from({ length: EVENTS }, (_, i) => i + 1);
	const bytes = await sampleBundle({ parts: [{ ledger, seqs, sizes: [10, EVENTS] }] });
	expect(bytes.length).toBeGreaterThan(17 * 1024 * 1024);
	const { code, verdict } = await verify('whole', bytes);
	expect(code).toBe(0);
	expect(verdict.checks.map(({ checked, state }: { checked: number; state: string }) => [checked > 0, state])).toEqual(
		Array(11).fill([true, 'holds']),
	);
	const place = Buffer.from(bytes).lastIndexOf('xxxx');
	const altered = bytes.slice();
	altered[place] = 0x79;
	const found = await verify('altered', altered);
	expect(found.code).toBe(1);
	expect(found.verdict.firstFinding).toMatchObject({ check: 'signed_bytes', seq: EVENTS });
	const cut = await verify('cut', bytes.subarray(0, bytes.length - 2));
	expect([cut.code, cut.verdict.firstFinding.check]).toEqual([2, 'form']);
}, 60_000);
