import type { EventList, EventTotal } from '../lib/api/events';
import { events, expect, expectQuery, expectRows, openSearch, queryBox, test, totalOf } from './fixtures';

test('the ledger stands newest first, in words', async ({ page }) => {
	await page.goto('/search');
	await expectRows(page);
	await expect(page.getByText(/^[\d,]+ events, exact$/)).toBeVisible();
	await expect(page.getByText('Live, ')).toBeVisible();
	const times = await events(page)
		.locator('time')
		.evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''));
	expect(times.length).toBeGreaterThan(10);
	expect(times).toEqual([...times].sort().reverse());
});

test('a query is in the address, every row obeys it, and Back takes it away', async ({ page }) => {
	await openSearch(page, '?last=30d');
	await queryBox(page).fill('decision:deny');
	await page.keyboard.press('Enter');
	await expectQuery(page, 'decision:deny');
	await expect(events(page).getByText('allow', { exact: true })).toHaveCount(0);
	await expect(events(page).getByText('deny', { exact: true }).first()).toBeVisible();
	await page.goBack();
	await expectQuery(page, '');
	await expect(queryBox(page)).toHaveValue('');
	await expect(events(page).getByText('allow', { exact: true }).first()).toBeVisible();
});

test('a query for a request shows the events of that request', async ({ page, request }) => {
	const list: EventList = await (await request.get('/v1/events?q=type:gateway_resource_request&limit=1')).json();
	const requestId = list.events[0]?.requestId ?? '';
	await openSearch(page, '?last=all');
	await page.keyboard.press('/');
	await page.keyboard.type(`request:"${requestId}"`);
	await page.keyboard.press('Enter');
	await expectQuery(page, `request:"${requestId}"`);
	await expect(page.getByText(/^\d+ events?, exact$/)).toBeVisible();
	const found: EventList = await (await request.get(`/v1/events?last=all&q=${encodeURIComponent(`request:"${requestId}"`)}`)).json();
	expect(found.events.length).toBeGreaterThan(0);
	expect(new Set(found.events.map((event) => event.requestId))).toEqual(new Set([requestId]));
	await expect(events(page).getByRole('link')).toHaveCount(found.events.length);
});

test('paging through the API neither loses nor repeats an event, either way', async ({ request }) => {
	const window = `from=2020-01-01T00:00:00Z&to=${new Date(Date.now() - 60_000).toISOString()}`;
	const total: EventTotal = await (await request.get(`/v1/events/count?${window}`)).json();
	const read = async (cursor: string): Promise<EventList> => (await request.get(`/v1/events?${window}&limit=400${cursor}`)).json();
	const older: string[] = [];
	let page = await read('');
	for (;;) {
		older.push(...page.events.map((event) => `${event.zone}/${event.seq}`));
		if (page.older === null) break;
		page = await read(`&before=${encodeURIComponent(page.older)}`);
	}
	expect(older).toHaveLength(total.total ?? -1);
	expect(new Set(older).size).toBe(older.length);
	const newer: string[] = page.events.map((event) => `${event.zone}/${event.seq}`);
	while (page.newer !== null) {
		page = await read(`&after=${encodeURIComponent(page.newer)}`);
		newer.unshift(...page.events.map((event) => `${event.zone}/${event.seq}`));
	}
	expect(newer).toEqual(older);
});

test('scrolling reads on until the end of the range is said', async ({ page, request }) => {
	const to = new Date(Date.now() - 60_000).toISOString();
	const total: EventTotal = await (await request.get(`/v1/events/count?zone=sandbox&from=2020-01-01T00:00:00Z&to=${to}`)).json();
	await page.goto(`/search?zone=sandbox&from=2020-01-01T00:00:00Z&to=${to}`);
	await expectRows(page);
	const end = page.getByText(`All ${(total.total ?? 0).toLocaleString('en')} read: this is the end of the range`);
	await page.mouse.move(600, 600);
	await expect(async () => {
		await page.mouse.wheel(0, 20_000);
		await expect(end).toBeVisible({ timeout: 200 });
	}).toPass();
});

test('what comes in is offered, and moves nothing until it is taken, whatever is asked meanwhile', async ({ page }) => {
	await openSearch(page);
	const total = await totalOf(page);
	const first = await events(page).getByRole('link').first().getAttribute('href');
	const pill = page.getByRole('button', { name: / new$/ });
	await expect(pill).toBeVisible();
	await expect(events(page).getByRole('link').first()).toHaveAttribute('href', first ?? '');
	// a query and back: still the same window, so the same count
	await queryBox(page).fill('decision:deny');
	await page.keyboard.press('Enter');
	await expectQuery(page, 'decision:deny');
	await page.getByRole('button', { name: 'Clear the query' }).click();
	await expect.poll(() => totalOf(page)).toBe(total);
	await pill.click();
	await expect(events(page).getByRole('link').first()).not.toHaveAttribute('href', first ?? '');
});

test('a palette takes a pasted ID where it belongs', async ({ page, request }) => {
	const list: EventList = await (await request.get('/v1/events?limit=1')).json();
	await page.goto('/search');
	await page.keyboard.press('Control+k');
	await page
		.getByPlaceholder('Go to, or paste any ID')
		.last()
		.fill(list.events[0]?.id ?? '');
	await page.getByRole('option', { name: /The event/ }).click();
	await expect(page).toHaveURL(/[?&]q=id:/);
	await expect(page.getByText('1 event, exact')).toBeVisible();
});

test('parameters that mean nothing are said, not obeyed in silence', async ({ page }) => {
	await page.goto('/search?decison=deny');
	await expect(page.getByText('decison=deny')).toBeVisible();
	await expectRows(page);
});

test('a superseded read is given up, and its rows never come', async ({ page }) => {
	await openSearch(page, '?last=30d');
	const givenUp: string[] = [];
	page.on('requestfailed', (request) => givenUp.push(new URL(request.url()).searchParams.get('q') ?? ''));
	// the first answer is held back until the page has given it up, however slow the machine is
	await page.route(/\/v1\/events\?.*decision(:|%3A)allow/, async (route) => {
		await expect.poll(() => givenUp).toContain('decision:allow');
		await route.continue().catch(() => undefined);
	});
	const asked = page.waitForRequest(/\/v1\/events\?.*decision(:|%3A)allow/);
	for (const decision of ['allow', 'deny']) {
		await queryBox(page).fill(`decision:${decision}`);
		await page.keyboard.press('Enter');
		await expectQuery(page, `decision:${decision}`);
		// a query that was never read has no rows to come
		await asked;
	}
	await expect(events(page).getByText('deny', { exact: true }).first()).toBeVisible();
	await expect(events(page).getByText('allow', { exact: true })).toHaveCount(0);
	await expect.poll(() => givenUp).toContain('decision:allow');
});

test.describe('when something is wrong', () => {
	test.use({ expectedErrors: /400|403|Failed to load resource|ERR_/ });

	test('a zone that is not there is refused in words, not shown as empty', async ({ page }) => {
		await page.goto('/search?zone=no-such-zone');
		await expect(page.getByRole('alert').filter({ hasText: 'no-such-zone' }).first()).toBeVisible();
	});

	test('a failed read is an error with a way on, never an empty list', async ({ page }) => {
		await openSearch(page);
		await page.route('**/v1/events?*', (route) => route.abort());
		await page.getByRole('button', { name: /^Time/ }).click();
		await page.getByRole('button', { name: 'Last 7 days' }).click();
		await expect(page.getByText('The console did not answer.').first()).toBeVisible();
		await page.unroute('**/v1/events?*');
		await page.getByRole('button', { name: 'Try again' }).click();
		await expectRows(page);
	});
});

test('nothing found says why and what to do', async ({ page }) => {
	await page.goto('/search?q=request:there-is-no-such-request&last=1h');
	await expect(page.getByText('No event matches.')).toBeVisible();
	await page.getByRole('button', { name: 'Clear the query' }).last().click();
	await expect(page).toHaveURL(/\/search\?last=1h$/);
});
