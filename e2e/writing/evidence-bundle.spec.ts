import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import postgres from 'postgres';
import type { EventTotal } from '../../lib/api/events';
import { API_TOKEN, DATABASE_URL, WEB_URL } from '../env';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from '../fixtures';
import { allowedCall, writeSigned } from '../signed-events';

const CARACAL = fileURLToPath(new URL('../../dist/caracal.mjs', import.meta.url));
const ZONE = `evidence-${Date.now().toString(36)}`;
const REQUEST = `req-${randomUUID()}`;

/** Runs `caracal ...` with nothing to reach but what is said. */
function caracal(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ code: number; stdout: string }> {
	return new Promise((resolve) => {
		execFile(process.execPath, [CARACAL, ...args], { env: { NODE_ENV: 'production', ...env } }, (error, stdout) =>
			resolve({ code: error === null ? 0 : Number(error.code), stdout }),
		);
	});
}

test('a bundle of a request, by keys alone: asked for, made, fetched, proven by the command and by the page without a network', async ({
	page,
	request,
	browser,
}, info) => {
	const count = async (q: string) => {
		const answer: EventTotal = await (await request.get(`/v1/events/count?last=1h&zone=${ZONE}&q=${q}`)).json();
		return answer.total;
	};
	const at = Date.now() - 1000;
	await writeSigned([1, 2].flatMap((i) => allowedCall({ zone: ZONE, requestId: REQUEST, key: `k${i}`, app: 'mailer', atMs: at + i })));
	const owner = postgres(DATABASE_URL, { max: 1, onnotice: () => {} });
	// what a try before this one left
	await owner`delete from evidence_job_parts`;
	await owner`delete from evidence_jobs`;

	await page.goto('/evidence');
	await expect(page.getByText('No bundle yet.')).toBeVisible();
	await expectAccessible(page);
	await page.keyboard.press('n');
	const dialog = page.getByRole('dialog', { name: 'New evidence bundle' });
	await dialog.getByLabel('Request ID').press('Enter');
	await expect(dialog.getByText('Which request?')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(dialog).toHaveCount(0);
	await expect.poll(() => count(`request:${REQUEST}`), { timeout: 30_000 }).toBe(4);
	// one that a worker elsewhere is making, and no worker here takes over
	await owner`insert into evidence_jobs (zone_nos, subject_kind, subject, asked_by, state, worker_id, seen_at, events, events_total)
		select array[zone_no], 'incident', 'being made elsewhere', 'user:somebody', 'running', 'elsewhere', now() + interval '1 hour', 120, 240
		from zones where zone_id = ${ZONE}`;
	await owner.end();

	await page.goto(`/requests/${REQUEST}`);
	await page.getByRole('link', { name: 'Evidence bundle' }).press('Enter');
	await expect(dialog.getByLabel('Request ID')).toHaveValue(REQUEST);
	await expect(dialog.getByRole('list', { name: 'Chosen zones' })).toContainText(ZONE);
	await expectAccessible(page);
	await dialog.getByLabel('Request ID').press('Enter');
	const bundle = page.getByRole('complementary', { name: `Bundle of ${REQUEST}` });
	const link = bundle.getByRole('link', { name: /^Download/ });
	await expect(link).toBeVisible({ timeout: 30_000 });
	await expect(bundle.getByText(/^4\s+events$/)).toBeVisible();
	const bundles = page.getByRole('table', { name: 'Evidence bundles' });
	await expect(bundles.getByRole('row', { name: 'being made elsewhere' })).toContainText(/120 of 240\sevents.*Being made/);
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
	// one byte
	await writeFile(tampered, text.replace(`${REQUEST}-gw-k1`, `${REQUEST}-gw-k7`));
	const disproven = await caracal(['evidence', 'verify', tampered, '--key', key, '--json']);
	expect(disproven.code).toBe(1);
	const { line } = JSON.parse(disproven.stdout).firstFinding;

	// the page as the console gives it, from disk, in a browser that reaches nothing
	const saving = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Verifier page', exact: true }).press('Enter');
	const saw = info.outputPath('evidence-verifier.html');
	await (await saving).saveAs(saw);
	const context = await browser.newContext({ offline: true });
	const verifier = await context.newPage();
	await verifier.goto(pathToFileURL(saw).href);
	const result = verifier.getByRole('region', { name: 'Result' });
	await verifier.getByLabel(/^Verifier keys/).fill(key);
	await verifier.getByLabel(/^Bundle/).setInputFiles(tampered);
	await verifier.getByRole('button', { name: 'Verify' }).press('Enter');
	await expect(result.getByRole('heading').first()).toContainText('Disproven');
	await expect(result).toContainText(`line ${line}`);
	await expectAccessible(verifier);
	await verifier.getByLabel(/^Bundle/).setInputFiles(file);
	await verifier.getByRole('button', { name: 'Verify' }).press('Enter');
	await expect(result.getByRole('heading').first()).toContainText('Proven');
	await expect(result).toContainText(/Each of the 4\s+events is included in checkpoint \d+ of zone .*, which you supplied/);
	await expectAccessibleInBothThemes(verifier);
	await context.close();

	const exported = info.outputPath('exported.ndjson');
	const env = { CARACAL_API_URL: WEB_URL, CARACAL_ADMIN_TOKEN: API_TOKEN };
	const told = await caracal(['evidence', 'export', '--request-id', REQUEST, '--zone', ZONE, '--out', exported, '--json'], env);
	expect(told.code).toBe(0);
	expect(JSON.parse(told.stdout)).toMatchObject({ state: 'done', events: 4, file: exported });
	expect((await caracal(['evidence', 'verify', exported])).code).toBe(0);

	// who asked and who fetched is evidence too
	await expect.poll(() => count('type:console.export'), { timeout: 30_000 }).toBe(4);
	await page.setViewportSize({ width: 390, height: 844 });
	await page.keyboard.press('Escape');
	await expect(bundle).toHaveCount(0);
	await expect(bundles.getByRole('link', { name: REQUEST })).toHaveCount(2, { timeout: 30_000 });
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
