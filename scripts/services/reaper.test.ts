import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identityOf } from '../bootstrap/process-identity.mjs';
import { killHard, startOwner } from './testing/start-owner';
import { waitFor } from './wait-for';

test('what a killed process had started is stopped, even when it takes no notice, and the reaper ends too', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'caracal-reaper-'));
	try {
		const owner = await startOwner('child', folder);
		expect(identityOf(owner.pid)).not.toBeNull();
		await killHard(owner.process);
		const isGone = (pid: number) => identityOf(pid) === null;
		await waitFor('reaping', () => isGone(owner.pid) && isGone(owner.reaper), { timeoutMs: 20_000 });
		expect([owner.pid, owner.reaper].map(identityOf)).toEqual([null, null]);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}, 30_000);
