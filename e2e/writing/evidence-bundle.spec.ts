import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { APIRequestContext } from '@playwright/test';
import type { EventTotal } from '../../lib/api/events';
import { API_TOKEN, WEB_URL } from '../env';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from '../fixtures';
import { allowedCall, writeSigned } from '../signed-events';

const DIST = new URL('../../dist/', import.meta.url);
const ZONE = 'evidence-zone';
const REQUEST = `req-${randomUUID()}`;

/** Runs `caracal ...` with nothing to reach but what is said. */
function caracal(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ code: number; stdout: string }> {
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			[fileURLToPath(new URL('caracal.mjs', DIST)), ...args],
			{ env: { NODE_ENV: 'production', ...env } },
			(error, stdout) => resolve({ code: error === null ? 0 : Number(error.code), stdout }),
		);
	});
}

const there = async (request: APIRequestContext) => {
	const answer: EventTotal = await (await request.get(`/v1/events/count?last=all&q=request:${REQUEST}`)).json();
	return answer.total;
};

test('a bundle of a request, by keys alone: made, fetched, proven by the command and by the page without a network', async ({
	page,
	request,
	browser,
}, info) => {
	await writeSigned(
		[1, 2].flatMap((i) => allowedCall({ zone: ZONE, requestId: REQUEST, key: `k${i}`, app: 'mailer', atMs: Date.now() + i })),
	);
	await expect.poll(() => there(request), { timeout: 30_000 }).toBe(4);

	await page.goto(`/requests/${REQUEST}`);
	await page.getByRole('link', { name: 'Evidence bundle' }).press('Enter');
	const dialog = page.getByRole('dialog', { name: 'New evidence bundle' });
	await expect(dialog.getByLabel('Request ID')).toHaveValue(REQUEST);
	await expect(dialog.getByRole('list', { name: 'Chosen zones' })).toContainText(ZONE);
	await expectAccessible(page);
	await dialog.getByLabel('Request ID').press('Enter');
	const bundle = page.getByRole('complementary', { name: `Bundle of ${REQUEST}` });
	const link = bundle.getByRole('link', { name: /^Download/ });
	await expect(link).toBeVisible({ timeout: 30_000 });
	await expect(bundle.getByText(/^4\s+events$/)).toBeVisible();
	await expectAccessibleInBothThemes(page);
	expect(new URL(page.url()).searchParams.get('job')).toMatch(/^[0-9a-f-]{36}$/);
	const saved = page.waitForEvent('download');
	await link.press('Enter');
	const file = info.outputPath('bundle.caracal-evidence.ndjson');
	await (await saved).saveAs(file);

	const text = await readFile(file, 'utf8');
	const [key = ''] = JSON.parse(text.slice(0, text.indexOf('\n'))).keys;
	const proven = await caracal(['evidence', 'verify', file, '--key', key, '--json']);
	expect(proven.code).toBe(0);
	expect(JSON.parse(proven.stdout)).toMatchObject({
		outcome: 'proven',
		counts: { events: 4 },
		headline: expect.stringContaining('you supplied'),
	});
	const tampered = info.outputPath('tampered.ndjson');
	await writeFile(tampered, text.replace(`${REQUEST}-gw-k1`, `${REQUEST}-gw-k7`));
	const disproven = await caracal(['evidence', 'verify', tampered, '--key', key, '--json']);
	expect(disproven.code).toBe(1);
	const { line } = JSON.parse(disproven.stdout).firstFinding;

	const context = await browser.newContext({ offline: true });
	const verifier = await context.newPage();
	await verifier.goto(pathToFileURL(fileURLToPath(new URL('evidence-verifier.html', DIST))).href);
	const result = verifier.locator('#result');
	for (const [path, words] of [
		[file, 'Proven'],
		[tampered, 'Disproven'],
	] as const) {
		await verifier.getByLabel(/^Bundle/).setInputFiles(path);
		await verifier.getByLabel(/^Verifier keys/).fill(key);
		await verifier.getByRole('button', { name: 'Verify' }).press('Enter');
		await expect(result.getByRole('heading').first()).toContainText(words);
	}
	await expect(result).toContainText(`First: line ${line}: `);
	await expectAccessible(verifier);
	await context.close();
	expect((await request.get('/evidence-verifier.html')).status()).toBe(200);

	const exported = info.outputPath('exported.ndjson');
	const env = { CARACAL_API_URL: WEB_URL, CARACAL_ADMIN_TOKEN: API_TOKEN };
	const told = await caracal(['evidence', 'export', '--request-id', REQUEST, '--zone', ZONE, '--out', exported, '--json'], env);
	expect(told.code).toBe(0);
	expect(JSON.parse(told.stdout)).toMatchObject({ state: 'done', events: 4, file: exported });
	expect((await caracal(['evidence', 'verify', exported])).code).toBe(0);

	// what was asked for and fetched is evidence too
	const trail = async () => {
		const answer: EventTotal = await (await request.get(`/v1/events/count?last=1h&zone=${ZONE}&q=type:console.export`)).json();
		return answer.total;
	};
	await expect.poll(trail, { timeout: 30_000 }).toBe(4);
	await page.goto('/evidence');
	await page.keyboard.press('n');
	await expect(page.getByRole('dialog', { name: 'New evidence bundle' })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.setViewportSize({ width: 390, height: 844 });
	await expect(page.getByRole('table', { name: 'Evidence bundles' }).getByRole('link', { name: REQUEST })).toHaveCount(2);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
