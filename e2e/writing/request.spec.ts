import type { APIRequestContext, Page } from '@playwright/test';
import type { EventItem, EventList } from '../../lib/api/events';
import type { RequestAnswer } from '../../lib/api/trace';
import { requestHref } from '../../lib/url/request';
import { WEB_URL } from '../env';
import { drawer, expect, expectAccessible, expectAccessibleInBothThemes, openSearch, rows, test } from '../fixtures';
import { allowedCall, writeSigned } from '../signed-events';

const eventRows = (page: Page) => page.getByRole('table', { name: 'Events of the request' }).getByRole('row');
const headline = (page: Page) => page.getByRole('heading', { level: 1 });

/** The newest event that a query finds. */
async function newest(request: APIRequestContext, q: string, zone = ''): Promise<EventItem> {
	const inZone = zone === '' ? '' : `&zone=${encodeURIComponent(zone)}`;
	const list: EventList = await (await request.get(`/v1/events?last=30d&limit=1&q=${encodeURIComponent(q)}${inZone}`)).json();
	const [event] = list.events;
	if (event === undefined) throw new Error(`the product has no event for ${q}`);
	return event;
}

/** Opens the request of the newest event that a query finds. */
async function openRequest(page: Page, request: APIRequestContext, q: string): Promise<EventItem> {
	const event = await newest(request, q);
	await page.goto(requestHref(event.requestId, { zone: event.zone }));
	await expect(headline(page)).toBeVisible();
	return event;
}

const DENIED = 'type:token_exchange decision:deny reason:no_rule_matched';

test('the page says what the API says', async ({ page, request }) => {
	const event = await openRequest(page, request, DENIED);
	const answer: RequestAnswer = await (await request.get(`/v1/zones/${event.zone}/requests/${encodeURIComponent(event.requestId)}`)).json();
	const [trace] = answer.trace.requests;
	await expect(headline(page)).toHaveText(trace?.sentence.map((segment) => segment.text).join('') ?? '');
	for (const own of trace?.events ?? [])
		await expect(
			page.getByRole('table', { name: 'Evidence' }).getByRole('link', { name: `#${own.place.seq.toLocaleString('en')}` }),
		).toBeVisible();
	await expect(page.getByRole('region', { name: 'Why' })).toContainText('from the record');
});

/** Milliseconds from the next click to the frame that shows the lanes and events of a request. */
function drawnAfterClick(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((done) => {
				const watch = (click: Event) => {
					const look = () => {
						const isThere = document.querySelector('table[aria-label="Events of the request"]') !== null;
						requestAnimationFrame(isThere ? () => done(performance.now() - click.timeStamp) : look);
					};
					look();
				};
				document.addEventListener('click', watch, { capture: true, once: true });
			}),
	);
}

test('the search leads to the request, at once, and Back leads back', async ({ page, request }, info) => {
	const event = await newest(request, DENIED);
	await openSearch(page, `?last=30d&event=${event.zone}/${event.seq}`);
	const took: number[] = [];
	for (let run = 0; run < 3; run++) {
		const drawn = drawnAfterClick(page);
		await drawer(page).getByRole('link', { name: 'Open request' }).click();
		took.push(await drawn);
		await expect(page).toHaveURL((url) => url.pathname === `/requests/${encodeURIComponent(event.requestId)}`);
		await expect(headline(page)).toBeVisible();
		await page.goBack();
		await expect(rows(page).first()).toBeVisible();
	}
	info.annotations.push({ type: 'click to drawn of each run, ms', description: took.map((ms) => ms.toFixed(0)).join(', ') });
	// 300 ms is the aim; a busy machine takes longer for the same work
	expect(Math.min(...took)).toBeLessThanOrEqual(3_000);
});

test('by keyboard: to the page, its box, an event, the next one, and out', async ({ page, request }) => {
	const event = await newest(request, 'type:gateway_resource_request decision:allow');
	await openSearch(page);
	await page.keyboard.press('g');
	await page.keyboard.press('r');
	await expect(page).toHaveURL(/\/requests$/);
	await expect(page.getByRole('textbox', { name: 'Request ID' })).toBeFocused();
	await page.keyboard.type(event.requestId);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/requests/${encodeURIComponent(event.requestId)}`);
	await expect(eventRows(page).first()).toBeVisible();
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('verify the signatures');
	await page.keyboard.press('Escape');
	await page.keyboard.press('j');
	while ((await page.locator('tr[data-standing]').count()) === 0 || (await page.locator('tr[data-standing] a').count()) === 0)
		await page.keyboard.press('j');
	await page.keyboard.press('Enter');
	await expect(drawer(page)).toBeVisible();
	const first = page.url();
	await page.keyboard.press('j');
	await page.keyboard.press('k');
	await expect(page).toHaveURL(first);
	await page.keyboard.press('Escape');
	await expect(drawer(page)).toHaveCount(0);
	await page.keyboard.press('w');
	await expect(page.getByRole('textbox', { name: 'Compare with the request' })).toBeFocused();
	await page.keyboard.press('Escape');
	await page.keyboard.press('i');
	await expect(page).toHaveURL(/layer=input/);
	await page.keyboard.press('+');
	await expect(page).toHaveURL(/span=-?\d+\.\.\d+/);
	await page.keyboard.press('0');
	await expect(page).not.toHaveURL(/span=/);
	await page.keyboard.press('/');
	await expect(page.getByRole('textbox', { name: 'Request ID' })).toBeFocused();
});

test('a pasted request ID lands on its page, and is among the last opened', async ({ page, request }) => {
	const event = await newest(request, DENIED);
	await openSearch(page);
	await page.keyboard.press('Control+k');
	await page.getByRole('dialog').getByRole('combobox').fill(event.requestId);
	await page.getByRole('option', { name: 'The request' }).click();
	await expect(page).toHaveURL(`/requests/${encodeURIComponent(event.requestId)}`);
	await expect(headline(page)).toBeVisible();
	await page.goto('/requests');
	await expect(page.getByRole('region', { name: 'Opened last' }).getByRole('link').first()).toContainText(event.requestId.slice(0, 8));
	await page.getByRole('button', { name: 'Forget them' }).click();
	await expect(page.getByRole('heading', { name: 'No ID at hand?' })).toBeVisible();
});

test('two requests are compared by choosing one', async ({ page, request }) => {
	const event = await openRequest(page, request, DENIED);
	const other = await newest(request, 'type:token_exchange decision:allow', event.zone);
	const changed = page.getByRole('region', { name: 'What changed' });
	await page.keyboard.press('w');
	await page.keyboard.type(other.requestId);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL((url) => url.searchParams.get('with') === other.requestId);
	await expect(changed.getByRole('table', { name: 'The two requests side by side' })).toBeVisible();
	await expect(changed.getByRole('note')).toBeVisible();
	await changed.getByRole('button', { name: /all fields/ }).click();
	await expect(page).toHaveURL(/fields=all/);
	await page.reload();
	await expect(changed.getByRole('row', { name: /application/ }).first()).toBeVisible();
	expect(event.requestId).not.toBe(other.requestId);
});

test('an ID that callers used for several requests is shown as several, and keys go between them', async ({ page, request }) => {
	const requestId = `shared-${Date.now()}`;
	const at = { zone: 'shared-ids', requestId };
	await writeSigned([
		...allowedCall({ ...at, key: 'b', app: 'mailer', atMs: Date.now() - 20_000 }),
		...allowedCall({ ...at, key: 'c', app: 'billing', atMs: Date.now() - 10_000 }),
	]);
	const read = async (): Promise<RequestAnswer> => (await request.get(`/v1/requests/${requestId}`)).json();
	await expect.poll(async () => (await read()).trace.requests.length, { timeout: 60_000 }).toBe(2);
	await page.goto(requestHref(requestId));
	const choices = page.getByRole('navigation', { name: 'Requests of this ID' });
	await expect(choices).toContainText('Shown as 2 requests.');
	await expect(choices).toContainText('they are of different applications');
	await expect(headline(page)).toContainText('billing was allowed');
	await page.keyboard.press('[');
	await expect(headline(page)).toContainText('mailer was allowed');
	await expect(page).toHaveURL(/of=shared-ids\/\d+/);
	await expect(choices.locator('[aria-current]')).toContainText('mailer');
	await expectAccessible(page);
});

test('copied as evidence: Markdown and JSON of the whole request', async ({ page, request, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const event = await openRequest(page, request, DENIED);
	const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
	const menu = page.getByRole('button', { name: 'Copy as evidence' }).first();
	await menu.press('Enter');
	await page.getByRole('menuitem', { name: /Markdown/ }).press('Enter');
	await expect.poll(clipboard).toContain(`# Request \`${event.requestId}\``);
	await menu.press('Enter');
	await page.getByRole('menuitem', { name: /JSON/ }).press('Enter');
	await expect.poll(clipboard).toContain('"kind": "caracal.request_evidence"');
	await page.keyboard.press('y');
	await expect.poll(clipboard).toMatch(new RegExp(`/requests/${event.requestId}\\?zone=.*tz=UTC`));
});

test('/t/{trace} opens the request of a trace', async ({ page, request }) => {
	const list: EventList = await (await request.get('/v1/events?last=30d&limit=30&q=type:gateway_resource_request')).json();
	let traceId = '';
	for (const event of list.events) {
		const path = `/v1/zones/${event.zone}/requests/${encodeURIComponent(event.requestId)}`;
		const answer: RequestAnswer = await (await request.get(path)).json();
		traceId = answer.trace.requests[0]?.traceIds[0] ?? '';
		if (traceId !== '') break;
	}
	expect(traceId).not.toBe('');
	await page.goto(`/t/${traceId}`);
	await expect(page).toHaveURL((url) => url.pathname.startsWith('/requests/') || url.searchParams.get('q') === `trace:${traceId}`);
	await page.goto('/t/ffffffffffffffffffffffffffffffff');
	await expect(page).toHaveURL(
		(url) => url.pathname === '/search' && url.searchParams.get('q') === 'trace:ffffffffffffffffffffffffffffffff',
	);
});

test.describe('an ID that no event carries', () => {
	test('where it could be is said in words, however it is written', async ({ page }) => {
		for (const id of ['nothing/here', '..', 'ä 漢 %2f?#', 'x'.repeat(4000)]) {
			await page.goto(requestHref(id));
			await expect(page.getByText('No event carries the request ID')).toBeVisible();
			const where = page.getByRole('list', { name: 'Where it could be' });
			for (const words of ['Not in the ledger yet?', 'Dead letters:', 'Older than what is kept?', 'In a zone you may not read?'])
				await expect(where, id.slice(0, 20)).toContainText(words);
		}
		await expectAccessible(page);
	});

	test('another kind of ID leads to its request', async ({ page, request }) => {
		const event = await newest(request, DENIED);
		await page.goto(requestHref(event.id));
		await expect(page.getByRole('list', { name: 'Where it could be' })).toContainText('It is an event ID:');
		await page
			.getByRole('link', { name: /^Request / })
			.first()
			.click();
		await expect(page).toHaveURL((url) => url.pathname === `/requests/${encodeURIComponent(event.requestId)}`);
	});
});

test('a zone that is not there is said to be forbidden', async ({ page }) => {
	await page.goto('/requests/x?zone=no-such-zone');
	await expect(page.getByRole('alert').filter({ hasText: 'no-such-zone' })).toBeVisible();
});

test('the page has no accessibility findings in either theme, nor has it with an event open', async ({ page, request }) => {
	await openRequest(page, request, DENIED);
	await expect(page.getByRole('region', { name: 'What changed' }).getByRole('textbox')).toBeVisible();
	await expectAccessibleInBothThemes(page);
	await page.keyboard.press('i');
	await expect(page.getByRole('list', { name: 'What the record cannot give' })).toBeVisible();
	await eventRows(page).getByRole('link').first().click();
	await expect(drawer(page).getByRole('region', { name: /Place in the chain/ })).toBeVisible();
	await expectAccessibleInBothThemes(page);
	await page.goto('/requests');
	await expectAccessibleInBothThemes(page);
});

test.describe('a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('shows the request without scrolling sideways, and opens an event', async ({ page, request }) => {
		await openRequest(page, request, DENIED);
		const overflow = () =>
			page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector('main')?.scrollWidth ?? 0) - innerWidth);
		expect(await overflow()).toBeLessThanOrEqual(0);
		await expectAccessible(page);
		await eventRows(page).getByRole('link').first().tap();
		await expect(drawer(page).getByRole('region', { name: /Fields/ })).toBeVisible();
		expect(await overflow()).toBeLessThanOrEqual(0);
		await drawer(page).getByRole('button', { name: 'Close' }).tap();
		await expect(drawer(page)).toHaveCount(0);
	});
});

/** Each view, and what is there when its first load is over. */
const FIRST_LOADS = [
	['/search', 'table'],
	['/oncall', 'table'],
	['/requests/{id}', 'table'],
	['/authority', 'combobox'],
	['/tail', 'complementary'],
] as const;
for (const [path, role] of FIRST_LOADS) {
	test(`${path} loads at most 250 KB of JavaScript at first`, async ({ browser, session, request, browserName }) => {
		expect(browserName).toBe('chromium');
		// of its own: the browser has loaded nothing yet
		const context = await browser.newContext({ baseURL: WEB_URL, storageState: session });
		const page = await context.newPage();
		const devtools = await context.newCDPSession(page);
		await devtools.send('Network.enable');
		const scripts = new Set<string>();
		let bytes = 0;
		devtools.on('Network.responseReceived', ({ requestId, type }) => {
			if (type === 'Script') scripts.add(requestId);
		});
		// headers too
		devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
			if (scripts.has(requestId)) bytes += encodedDataLength;
		});
		const event = await newest(request, DENIED);
		await page.goto(path === '/requests/{id}' ? requestHref(event.requestId, { zone: event.zone }) : path);
		await expect(page.getByRole(role).first()).toBeVisible();
		await page.waitForLoadState('load');
		expect(scripts.size).toBeGreaterThan(0);
		test.info().annotations.push({ type: 'first load, KB', description: String(Math.round(bytes / 1024)) });
		await context.close();
		expect(bytes).toBeLessThanOrEqual(250 * 1024);
	});
}
