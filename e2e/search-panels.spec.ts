import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { EventDetail, EventList, EventTotal } from '../lib/api/events';
import { drawer, events, expect, expectAccessible, expectAccessibleInBothThemes, expectQuery, openSearch, rows, test } from './fixtures';

/** The browser saves to its downloads, not by a dialog of the system. */
async function withoutPicker(page: Page): Promise<void> {
	await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
}

const heads = (page: Page) => events(page).locator('[data-column]');
const headsInOrder = (page: Page) => heads(page).evaluateAll((all) => all.map((head) => head.getAttribute('data-column')));

/** The bar of the histogram's tool: the export dialog. */
async function openExport(page: Page) {
	await page.getByRole('button', { name: /^Export/ }).click();
	return page.getByRole('dialog', { name: 'Export what you see' });
}

test.describe('columns', () => {
	test('are chosen, moved and resized by keys alone, and are in the address', async ({ page }) => {
		await openSearch(page, '?last=30d');
		await page.getByRole('button', { name: 'Columns' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('menuitemcheckbox', { name: 'Application' }).press('Enter');
		await page.keyboard.press('Escape');
		await expect(page).toHaveURL(/cols=time,decision,what,app,seq/);
		const head = events(page).locator('[data-column=app]');
		await head.focus();
		await page.keyboard.press('Alt+ArrowLeft');
		await expect(page).toHaveURL(/cols=time,decision,app,what,seq/);
		await expect(head).toBeFocused();
		const before = (await head.boundingBox())?.width ?? 0;
		await page.keyboard.press('Shift+ArrowRight');
		await expect(page).toHaveURL(/cols=time,decision,app:\d+,what,seq/);
		await expect.poll(async () => ((await head.boundingBox())?.width ?? 0) > before + 10).toBe(true);
		await page.keyboard.press('Enter');
		await page.getByRole('menuitem', { name: 'Hide' }).press('Enter');
		await expect(page).toHaveURL((url) => !url.searchParams.has('cols'));
	});

	test('are moved and resized by mouse', async ({ page }) => {
		await openSearch(page, '?last=30d&cols=time,decision,app,what,seq');
		const from = await events(page).locator('[data-column=app]').boundingBox();
		const to = await events(page).locator('[data-column=time]').boundingBox();
		await page.mouse.move((from?.x ?? 0) + 20, (from?.y ?? 0) + 8);
		await page.mouse.down();
		await page.mouse.move((to?.x ?? 0) + 20, (to?.y ?? 0) + 8, { steps: 4 });
		await page.mouse.up();
		await expect.poll(() => headsInOrder(page)).toEqual(['app', 'time', 'decision', 'what', 'seq']);
		const edge = await events(page).locator('[data-edge=app]').boundingBox();
		await page.mouse.move((edge?.x ?? 0) + 4, (edge?.y ?? 0) + 10);
		await page.mouse.down();
		await page.mouse.move((edge?.x ?? 0) + 64, (edge?.y ?? 0) + 10, { steps: 4 });
		await page.mouse.up();
		await expect(page).toHaveURL(/cols=app:192,time,/);
	});
});

test('alike events in a row fold into one line that counts them, and open again', async ({ page, request }) => {
	const zone = 'prod-eu';
	const of = (event: EventList['events'][number]) => `app:"${event.app}" resource:"${event.resource}"`;
	const executed = 'type:gateway_resource_request reason:executed';
	const list: EventList = await (await request.get(`/v1/events?last=30d&zone=${zone}&q=${encodeURIComponent(executed)}&limit=500`)).json();
	const kinds = list.events.map(of);
	const timesOf = (kind: string) => kinds.filter((each) => each === kind).length;
	const [kind] = [...new Set(kinds)].sort((a, b) => timesOf(b) - timesOf(a));
	expect(timesOf(kind ?? '')).toBeGreaterThan(2);
	const alike = `${executed} ${kind}`;
	await openSearch(page, `?last=30d&zone=${zone}&collapse=1&q=${encodeURIComponent(alike)}`);
	const more = events(page).getByRole('button', { name: /more like this/ });
	await expect(more.first()).toBeVisible();
	const folded = Number(((await more.first().textContent()) ?? '').replace(/ .*/, '').replaceAll(',', ''));
	expect(folded).toBeGreaterThanOrEqual(2);
	await more.first().focus();
	await page.keyboard.press('Enter');
	// the next page may have made the run longer meanwhile
	const fold = events(page).getByRole('button', { name: /^Fold [\d,]+ alike/ });
	await expect(fold.first()).toBeVisible();
});

test('the context of an event: what happened around it, whatever was searched for, and further either way', async ({ page, request }) => {
	const list: EventList = await (await request.get('/v1/events?last=all&zone=prod-eu&q=decision:deny&limit=60')).json();
	const event = list.events.at(-1);
	await openSearch(page, `?last=all&zone=prod-eu&q=decision:deny&event=prod-eu/${event?.seq}`);
	await page.keyboard.press('c');
	const panel = page.getByRole('region', { name: 'Context' });
	await expect(panel.getByText(`Around #${event?.seq.toLocaleString('en')} in prod-eu`)).toBeVisible();
	await expect(page).toHaveURL(new RegExp(`panel=context:prod-eu/${event?.seq}`));
	const table = panel.getByRole('table', { name: 'Events around' });
	await expect(table.locator('[aria-current]')).toContainText(event?.seq.toLocaleString('en') ?? '');
	// no filter holds here
	await expect
		.poll(() => table.locator('tbody tr').evaluateAll((all) => all.some((row) => !/\bdeny\b/.test(row.textContent ?? ''))))
		.toBe(true);
	const times = await table.locator('tbody time').evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''));
	expect(times).toEqual([...times].sort().reverse());
	const newer = () => panel.getByText(/^\d+ newer and/).textContent();
	const before = await newer();
	await panel.getByRole('button', { name: 'Show newer events' }).click();
	await expect.poll(newer).not.toBe(before);
	await expect(table.locator('[aria-current]')).toBeInViewport();
	await page.keyboard.press('Escape');
	await page.keyboard.press('Escape');
	await expect(panel).toHaveCount(0);
	await expectQuery(page, 'decision:deny');
});

test('chosen events are compared field by field, what differs first, by keys alone', async ({ page }) => {
	await openSearch(page, '?last=30d&q=type:token_exchange');
	for (const key of ['j', 'm', 'j', 'm', 'j', 'm', 'v']) await page.keyboard.press(key);
	const panel = page.getByRole('region', { name: 'Comparison' });
	await expect(panel.getByText('3 events compared')).toBeVisible();
	await expect(page).toHaveURL(/panel=compare:/);
	await expect(panel.locator('tbody tr').first()).toBeVisible();
	const order = await panel.locator('tbody tr').evaluateAll((all) => all.map((row) => row.getAttribute('data-different') === 'true'));
	expect(order).toContain(true);
	expect(order).toContain(false);
	expect(order).toEqual([...order].sort((a, b) => Number(b) - Number(a)));
	await expect(panel.locator('tr', { hasText: 'Type' }).first()).toHaveAttribute('data-different', 'false');
	await panel.getByLabel('Only what differs').check();
	await expect(panel.locator('tr[data-different=false]')).toHaveCount(0);
});

test('what is different: values ranked, with counts that are exact, and one click into the search', async ({ page, request }) => {
	const window = `from=2020-01-01T00:00:00Z&to=${new Date(Date.now() - 60_000).toISOString()}`;
	await page.goto(`/search?${window}&panel=differences:?decision:deny`);
	const panel = page.getByRole('region', { name: 'What is different' });
	const row = panel.getByRole('row').filter({ hasText: 'deny' }).first();
	await expect(row).toBeVisible();
	const denied: EventTotal = await (await request.get(`/v1/events/count?${window}&q=decision:deny`)).json();
	await expect(panel.getByText(`: ${denied.total?.toLocaleString('en')} events against`)).toBeVisible();
	const value = panel.locator('tbody th').nth(1).getByRole('button');
	await value.focus();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/q=\w/);
});

test('the drawer keeps, leaves out, shows all and copies each value', async ({ page, context, request }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const list: EventList = await (await request.get('/v1/events?last=30d&q=type:token_exchange&limit=1')).json();
	const { zone, seq } = list.events[0] ?? { zone: '', seq: 0 };
	const detail: EventDetail = await (await request.get(`/v1/events/${zone}/${seq}`)).json();
	await openSearch(page, `?last=30d&event=${zone}/${seq}`);
	const fields = drawer(page).getByRole('region', { name: 'Fields' });
	await fields.getByRole('button', { name: 'Only this type' }).focus();
	await page.keyboard.press('Enter');
	await expectQuery(page, 'type:token_exchange');
	await fields.getByRole('button', { name: 'Leave out this type' }).focus();
	await page.keyboard.press('Enter');
	await expectQuery(page, '-type:token_exchange');
	await fields.getByRole('button', { name: 'Copy type' }).focus();
	await page.keyboard.press('Enter');
	await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('token_exchange');
	await drawer(page).getByRole('link', { name: 'Open request' }).click();
	await expect(page).toHaveURL((url) => url.pathname === `/requests/${encodeURIComponent(detail.requestId)}`);
	await expect(page.getByRole('table', { name: 'Events of the request' })).toBeVisible();
});

test('a leaked token is decoded and hashed here, and nothing of it is sent or kept', async ({ page }) => {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const secret = 'c2VjcmV0LXNpZ25hdHVyZS1vZi10aGlz';
	const token = `${part({ alg: 'ES256' })}.${part({ jti: 'tok-e2e-1', agent_session_id: 'ses-e2e-1', exp: 1 })}.${secret}`;
	const asked: string[] = [];
	page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`));
	await openSearch(page);
	await page.getByRole('button', { name: 'What did this token do?' }).click();
	const dialog = page.getByRole('dialog', { name: 'What did this token do?' });
	await dialog.getByLabel('Token or secret').fill(`Bearer ${token}`);
	await expect(dialog.getByText('Expired.')).toBeVisible();
	const fingerprint = createHash('sha256').update(token).digest('hex').slice(0, 16);
	await expect(dialog.getByRole('link', { name: /Fingerprint/ })).toContainText(fingerprint);
	await expect(dialog.getByRole('link', { name: /Session/ })).toContainText('ses-e2e-1');
	await expectAccessible(page);
	await dialog.getByRole('link', { name: /Token ID/ }).press('Enter');
	await expectQuery(page, 'jti:tok-e2e-1');
	await expect(dialog).toHaveCount(0);
	const kept = await page.evaluate(() =>
		JSON.stringify([window.location.href, { ...localStorage }, { ...sessionStorage }, document.body.innerHTML]),
	);
	for (const text of [...asked, kept]) {
		expect(text).not.toContain(secret);
		expect(text).not.toContain(part({ alg: 'ES256' }));
	}
});

test('an export has every row of the search, as shown, and says how many', async ({ page, request }) => {
	await withoutPicker(page);
	const window = `from=2020-01-01T00:00:00Z&to=${new Date(Date.now() - 60_000).toISOString()}`;
	const total: EventTotal = await (await request.get(`/v1/events/count?${window}&q=decision:deny`)).json();
	await openSearch(page, `?${window}&q=decision:deny&cols=time,decision,app,seq`);
	const dialog = await openExport(page);
	const saved = page.waitForEvent('download');
	await dialog.getByRole('button', { name: /^Save / }).press('Enter');
	const lines = (await readFile(await (await saved).path(), 'utf8')).trimEnd().split(/\r?\n/);
	expect(lines.at(-1)).toMatch(new RegExp(`^# rows: ${total.total}`));
	expect(lines).toHaveLength((total.total ?? 0) + 2);
	expect(lines[0]).toBe('time,decision,app,seq');
	expect(lines.slice(1, -1).every((line) => line.split(',')[1] === 'deny')).toBe(true);
	await expect(dialog.getByText(`is whole: ${total.total?.toLocaleString('en')} rows`)).toBeVisible();
	await expectAccessible(page);
});

test('an export that is cut is said to be, and one that is cancelled keeps nothing', async ({ page }) => {
	await withoutPicker(page);
	await openSearch(page, '?last=30d');
	await page.route('**/v1/events/export?*', (route) => route.fulfill({ contentType: 'text/csv', body: 'time\n2026-11-21\n2026-' }));
	const dialog = await openExport(page);
	await dialog.getByRole('button', { name: /^Save / }).click();
	await expect(dialog.getByRole('alert')).toContainText('This file is not whole');
	await page.unroute('**/v1/events/export?*');
	await page.route('**/v1/events/export?*', () => {});
	await dialog.getByRole('button', { name: /^Save / }).click();
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	await expect(dialog.getByText('Cancelled. Nothing was kept.')).toBeVisible();
	await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('the search is copied as a command', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await openSearch(page, '?last=30d&q=decision:deny');
	const dialog = await openExport(page);
	const copied = () => page.evaluate(() => navigator.clipboard.readText());
	await dialog.getByRole('button', { name: 'Copy as curl' }).click();
	await expect
		.poll(copied)
		.toMatch(/^curl -fsS -H "Authorization: Bearer \$CARACAL_ADMIN_TOKEN" .*\/v1\/events\/export\?.*q=decision:deny/);
	await dialog.getByRole('button', { name: 'Copy as caracal' }).click();
	await expect.poll(copied).toMatch(/^caracal audit search '.*\/search\?.*q=decision:deny.*' --limit/);
});

test('a view is saved, starred, opened and deleted by keys alone', async ({ page }) => {
	const name = `denied ${Date.now().toString(36)}`;
	await openSearch(page, '?last=7d&q=decision:deny&cols=time,decision,app,seq');
	await page.getByRole('button', { name: 'Views' }).press('Enter');
	const views = page.getByRole('dialog', { name: 'Saved views' });
	await views.getByLabel('Save what is shown now').fill(name);
	await views.getByLabel('Save what is shown now').press('Enter');
	await expect(views.getByRole('link', { name })).toBeVisible();
	await views.getByRole('button', { name: `Star ${name}` }).press('Enter');
	await expect(views.getByRole('button', { name: `Star ${name}` })).toHaveAttribute('aria-pressed', 'true');
	await expectAccessible(page);
	await openSearch(page);
	await page.getByRole('button', { name: 'Views' }).press('Enter');
	await views.getByRole('link', { name }).press('Enter');
	await expect(page).toHaveURL(/last=7d&q=decision:deny&cols=time,decision,app,seq/);
	await page.getByRole('button', { name: 'Views' }).press('Enter');
	await views.getByRole('button', { name: `Change ${name}` }).press('Enter');
	await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
	await expect(views.getByRole('link', { name })).toHaveCount(0);
});

test('panels and dialogs have no accessibility findings in either theme', async ({ page, request }) => {
	test.slow();
	const list: EventList = await (await request.get('/v1/events?last=30d&limit=2')).json();
	const [a, b] = list.events.map((event) => `${event.zone}/${event.seq}`);
	const few = `seq:${list.events[0]?.seq}`;
	// few rows behind them where that can be: the list has been looked at elsewhere
	for (const [panel, name, q] of [
		[`context:${a}`, 'Context', few],
		[`compare:${a},${b}`, 'Comparison', few],
		['differences:?decision:deny', 'What is different', ''],
	] as const) {
		await page.goto(`/search?last=30d&q=${q}&panel=${panel}`);
		await expect(page.getByRole('region', { name }).getByRole('table')).toBeVisible();
		await expectAccessibleInBothThemes(page);
	}
	await openSearch(page, `?last=30d&q=${few}&collapse=1&event=${a}`);
	await expect(drawer(page).getByRole('region', { name: 'Fields' })).toBeVisible();
	await expectAccessibleInBothThemes(page);
	await openExport(page);
	await expectAccessibleInBothThemes(page);
});

test.describe('a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('shows panels and drawer without scrolling the page sideways', async ({ page, request }) => {
		test.slow();
		const list: EventList = await (await request.get('/v1/events?last=30d&limit=2')).json();
		const [a, b] = list.events.map((event) => `${event.zone}/${event.seq}`);
		const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		for (const panel of [`context:${a}`, `compare:${a},${b}`, 'differences:?decision:deny']) {
			await page.goto(`/search?last=30d&panel=${panel}`);
			await expect(page.getByRole('table').first()).toBeVisible();
			expect(await overflow()).toBeLessThanOrEqual(0);
			await expectAccessible(page);
		}
		await openSearch(page, '?last=30d');
		await rows(page).first().tap();
		await expect(drawer(page).getByRole('button', { name: 'Only this type' })).toBeVisible();
		expect(await overflow()).toBeLessThanOrEqual(0);
	});
});
