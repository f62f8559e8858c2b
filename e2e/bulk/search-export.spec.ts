import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { APIRequestContext } from '@playwright/test';
import type { EventTotal } from '../../lib/api/events';
import { AUDIT_HMAC_KEY, REDIS_URL, STREAMS_HMAC_KEY } from '../env';
import { expect, openSearch, test } from '../fixtures';

const EVENTS = 200_000;
// another zone at another try
const ZONE = `bulk-${Date.now().toString(36)}`;
// what the console records of these very reads comes in meanwhile
const WINDOW = `zone=${ZONE}&last=30d&q=-area:console`;

/** Signed entries of everyday traffic on the real stream. */
async function produce(): Promise<void> {
	const options = ['--scenario', 'steady', '--events', String(EVENTS), '--history-hours', '24', '--zone', ZONE, '--quiet'];
	const simulator = spawn(process.execPath, ['--import', 'tsx', 'scripts/simulate/main.ts', ...options], {
		env: { NODE_ENV: 'production', REDIS_URL, AUDIT_HMAC_KEY, STREAMS_HMAC_KEY },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const [code] = (await once(simulator, 'exit')) as [number | null];
	expect(code).toBe(0);
}

async function total(request: APIRequestContext): Promise<number> {
	const answer: EventTotal = await (await request.get(`/v1/events/count?${WINDOW}`)).json();
	return answer.total ?? 0;
}

test('200,000 rows are exported by keys alone, and the file has each of them once', async ({ page, request }) => {
	test.setTimeout(300_000);
	await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
	await produce();
	// the last of them may be of sessions that the window cuts; what the ledger counts is what the file must have
	await expect.poll(() => total(request), { timeout: 180_000, intervals: [1_000] }).toBeGreaterThanOrEqual(EVENTS);
	const there = await total(request);

	await openSearch(page, `?${WINDOW}&cols=time,decision,seq`);
	await page.getByRole('button', { name: /^Export/ }).press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Export what you see' });
	const saved = page.waitForEvent('download', { timeout: 120_000 });
	await dialog.getByRole('button', { name: /^Save / }).press('Enter');
	const seqs = new Set<number>();
	let last = '';
	for await (const line of createInterface({ input: createReadStream(await (await saved).path()), crlfDelay: Number.POSITIVE_INFINITY })) {
		const seq = /^\d{4}-[^,]*,\w*,(\d+)$/.exec(line)?.[1];
		if (seq !== undefined) seqs.add(Number(seq));
		last = line;
	}
	expect(seqs.size).toBe(there);
	expect(last).toMatch(new RegExp(`^# rows: ${there}`));
	await expect(dialog.getByText(`is whole: ${there.toLocaleString('en')} rows`)).toBeVisible();
});
