import type { APIRequestContext, Page } from '@playwright/test';
import type { EventList } from '../../lib/api/events';
import { frameText } from '../../lib/tail/sse';
import { tailItem } from '../../lib/tail/testing';
import { nameOf } from '../accounts';
import {
	drawer,
	events,
	expect,
	expectAccessible,
	expectAccessibleInBothThemes,
	openSearch,
	queryBox,
	queryOf,
	rows,
	test,
} from '../fixtures';
import { allowedCall, writeSigned } from '../signed-events';
import { CutProxy } from './cut-proxy';

const ZONE = nameOf('zn-tail');
const FILTER = 'type:token_exchange,gateway_resource_request';
const TAIL = `/tail?zone=${ZONE}&q=${FILTER}`;
let calls = 0;

// rows of one zone are counted: its tests follow in order, and one worker writes
test.describe.configure({ mode: 'default' });
// all rows of a test are on the screen
test.use({ viewport: { width: 1440, height: 2400 } });

/** Writes so many calls, each of two events. */
async function write(count: number): Promise<void> {
	const made = Array.from({ length: count }, () => {
		const no = ++calls;
		return allowedCall({ zone: ZONE, requestId: `${ZONE}-${no}`, key: String(no), app: 'mailer', atMs: Date.now() });
	});
	await writeSigned(made.flat());
}

const figure = (page: Page, name: string) => page.getByText(name, { exact: true }).locator('xpath=following-sibling::dd[1]');
const state = (page: Page) => page.getByRole('region', { name: 'State of the tail' });
const places = (page: Page) =>
	rows(page).evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).searchParams.get('event') ?? ''));

/** What the API has of a query, from a place in the chain on, newest first. */
async function ledger(request: APIRequestContext, q: string, behind: number): Promise<string[]> {
	const answer = await request.get(`/v1/events?zone=${ZONE}&last=1h&limit=500&q=${encodeURIComponent(q)}`);
	const { events: found } = (await answer.json()) as EventList;
	return found
		.filter(({ seq }) => seq > behind)
		.map(({ seq }) => `${ZONE}/${seq}`)
		.sort();
}

/** The place the chain of the zone has reached. */
async function reached(request: APIRequestContext): Promise<number> {
	const answer = await request.get(`/v1/events?zone=${ZONE}&last=1h&limit=500`);
	// a zone is known once its first event is in
	if (answer.status() === 403) return 0;
	return Math.max(0, ...((await answer.json()) as EventList).events.map(({ seq }) => seq));
}

/** The rows on the page are those of the ledger behind a place, each once. */
async function expectLedger(page: Page, request: APIRequestContext, behind: number): Promise<void> {
	await expect.poll(async () => (await places(page)).sort()).toEqual(await ledger(request, FILTER, behind));
}

test.beforeAll(async () => {
	await write(1);
});

test('rows come; space and scrolling hold what follows, and going on shows each once; a filter by a click leaves no gap', async ({
	page,
	request,
}) => {
	await expect.poll(() => reached(request)).toBeGreaterThan(1);
	await page.goto(TAIL);
	await expect(state(page)).toContainText('Live');
	await expect(page.getByText('Waiting for events')).toBeVisible();
	await expect(page.getByText('The last one was')).toBeVisible();
	const behind = await reached(request);
	await write(14);
	await expect(rows(page)).toHaveCount(28);

	// below the rows, where a press opens none
	await page.mouse.move(700, 2300);
	await page.mouse.down();
	await write(1);
	await expect(page.getByRole('button', { name: '2 new' })).toBeVisible();
	await expect(rows(page)).toHaveCount(28);
	await page.mouse.up();
	await expect(rows(page)).toHaveCount(30);
	await expect(state(page)).not.toContainText('Paused');

	await page.keyboard.press(' ');
	await expect(state(page)).toContainText('Paused');
	await expect(page).toHaveURL(/paused=[\w-]+/);
	await write(6);
	const pill = page.getByRole('button', { name: '12 new' });
	await expect(pill).toBeVisible();
	await expect(figure(page, 'Held')).toHaveText('12');
	await expect(rows(page)).toHaveCount(30);
	await page.keyboard.press(' ');
	await expect(rows(page)).toHaveCount(42);
	await expect(page).not.toHaveURL(/paused=/);
	await expectLedger(page, request, behind);

	await page.setViewportSize({ width: 1440, height: 800 });
	await events(page).hover();
	await page.mouse.wheel(0, 300);
	await expect(state(page)).toContainText('because you scrolled');
	await write(2);
	await page.getByRole('button', { name: '4 new' }).click();
	await expect(figure(page, 'Shown')).toHaveText('46');
	await page.setViewportSize({ width: 1440, height: 2400 });

	// rows go on coming while the filter changes
	const writing = write(4);
	// at the button itself: where it stood, another row may stand by now
	await events(page).getByRole('button', { name: 'complete' }).first().dispatchEvent('click');
	await writing;
	await expect.poll(() => queryOf(page)).toContain('reason:complete');
	await expect(page.getByText('rows came before the filter was')).toBeVisible();
	await write(4);
	await expect(page.getByText('nothing is missing in between')).toBeVisible();
	const kept = await ledger(request, `${FILTER} reason:complete`, behind);
	// what the first filter had let through stays; of the rest each that matches is there once
	await expect
		.poll(async () => {
			const shown = await places(page);
			return [shown.length - new Set(shown).size, kept.filter((place) => !shown.includes(place))];
		})
		.toEqual([0, []]);
});

test.describe('behind a proxy', () => {
	// a server that is away is told by the browser too
	test.use({ expectedErrors: /Failed to load resource|ERR_/ });

	test('two tabs share one stream; cut off and taken up again, both have every row once', async ({ page, context, request }) => {
		await expect.poll(() => reached(request)).toBeGreaterThan(1);
		const proxy = await CutProxy.start();
		const other = await context.newPage();
		await page.goto(`${proxy.url}${TAIL}`);
		await expect(state(page)).toContainText('Live');
		await other.goto(`${proxy.url}${TAIL}`);
		await expect(state(other)).toContainText('Live');
		const behind = await reached(request);
		await write(4);
		await expect(rows(page)).toHaveCount(8);
		await expect(rows(other)).toHaveCount(8);
		expect(proxy.streams.size).toBe(1);
		await expect(page.getByText('one for 2 tabs')).toBeVisible();

		await proxy.down();
		await expect(state(page)).toContainText('Connection lost');
		await expect(state(page)).toContainText('trying again');
		await write(4);
		await expect.poll(() => reached(request)).toBeGreaterThanOrEqual(behind + 16);
		await proxy.up();
		for (const each of [page, other]) {
			await expect(rows(each)).toHaveCount(16);
			await expectLedger(each, request, behind);
		}
		expect(proxy.streams.size).toBe(1);
		await expect(page.getByText('once, nothing lost')).toBeVisible();
		await other.close();
		await page.goto('about:blank');
		await expect.poll(() => proxy.streams.size).toBe(0);
		await proxy.down();
	});

	test('50,000 rows are kept, more are let go of, and memory stays', async ({ page }) => {
		const proxy = await CutProxy.start();
		let seq = 0;
		let push: (count: number) => void = () => {};
		proxy.answer = (_, response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			push = (count) => {
				for (let frame = 0; frame < count / 500; frame++) {
					const items = Array.from({ length: 500 }, () => tailItem(++seq, { sentence: [{ kind: 'plain', text: `call ${seq}` }] }));
					response.write(frameText('events', JSON.stringify(items), `p${seq}`));
				}
			};
			push(500);
		};
		await page.goto(`${proxy.url}/tail`);
		await expect(figure(page, 'Shown')).toHaveText('500');
		const devtools = await page.context().newCDPSession(page);
		const heapBytes = async () => {
			await devtools.send('HeapProfiler.collectGarbage');
			return (await devtools.send('Runtime.getHeapUsage')).usedSize;
		};
		/** Adds so many rows and waits until they are drawn. What was drawn before is let go of by the drawings after it. */
		const add = async (count: number) => {
			push(count);
			await expect(figure(page, 'Shown')).toHaveText(seq.toLocaleString('en'));
		};
		const fill = async (count: number) => {
			for (const each of [count, 500, 500]) await add(each);
			return heapBytes();
		};
		const full = await fill(51_500);
		expect(await fill(50_000)).toBeLessThan(full * 1.15);
		await expect(page.getByText(/The newest 50,\d{3} rows are kept; 5\d,\d{3} older ones are in/)).toBeVisible();
		// no more is drawn than is seen
		expect(await events(page).getByRole('row').count()).toBeLessThan(200);
		await events(page).evaluate((table) => table.parentElement?.scrollTo({ top: 700_000 }));
		await expect(state(page)).toContainText('because you scrolled');
		await expect.poll(async () => Number((await places(page))[0]?.split('/')[1])).toBeLessThan(102_000 - 20_000);
		await page.goto('about:blank');
		await proxy.down();
	});
});

test('Live in the search leads to the same filter, without a shared worker too; no accessibility findings in either theme; fits a phone', async ({
	page,
	request,
}) => {
	// as in browsers that have none: the page has a connection of its own
	await page.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'));
	await page.setViewportSize({ width: 1440, height: 900 });
	await write(1);
	await expect.poll(() => reached(request)).toBeGreaterThan(1);
	await openSearch(page, `?zone=${ZONE}&q=${FILTER}`);
	await page.getByRole('button', { name: /^Time: / }).click();
	await page.getByRole('link', { name: /^Live/ }).click();
	await expect(page).toHaveURL((url) => url.pathname === '/tail' && url.searchParams.get('zone') === ZONE);
	await expect(queryBox(page)).toHaveValue(FILTER);
	await expect(state(page)).toContainText('Live');
	await expectAccessible(page);
	await write(3);
	await expect(rows(page)).toHaveCount(6);
	expect(await page.evaluate(() => 'SharedWorker' in window)).toBe(false);
	await page.getByLabel('Mark a word in the rows').fill('crm');
	await page.keyboard.press('Enter');
	await expect(events(page).locator('mark').first()).toHaveText('crm');
	await page.keyboard.press('Escape');
	await page.keyboard.press('j');
	await page.keyboard.press('p');
	await expect(page.getByRole('region', { name: 'Pinned' }).getByRole('link')).toHaveCount(1);
	await expectAccessibleInBothThemes(page);
	await page.keyboard.press('Enter');
	await expect(drawer(page).getByRole('region', { name: /Fields/ })).toBeVisible();
	await expectAccessible(page);
	await page.setViewportSize({ width: 390, height: 844 });
	expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
	await expectAccessible(page);
});
