import type { APIRequestContext, Page } from '@playwright/test';
import type { RequestAnswer } from '../../lib/api/trace';
import { requestHref } from '../../lib/url/request';
import { expect, test } from '../fixtures';
import { playedStories, type Story, type StoryName } from '../stories';

// Every story of the simulator, opened from the link it prints.

// one worker waits for the stories once, and their tests follow in order
test.describe.configure({ mode: 'default' });

let stories: ReadonlyMap<StoryName, Story> = new Map();

test.beforeAll(async () => {
	// the ends of some of them are played in real time
	test.setTimeout(180_000);
	stories = await playedStories();
});

function story(name: StoryName): Story & { id: (of: string) => string } {
	const found = stories.get(name);
	if (found === undefined) throw new Error(`${name} was not played`);
	return { ...found, id: (of) => [found.ids[of] ?? ''].flat()[0] ?? '' };
}

/** The request is in the ledger, with as many events. */
async function arrived(request: APIRequestContext, zone: string, requestId: string, events: number): Promise<void> {
	const path = `/v1/zones/${encodeURIComponent(zone)}/requests/${encodeURIComponent(requestId)}`;
	await expect
		.poll(async () => ((await (await request.get(path)).json()) as RequestAnswer).trace.requests[0]?.events.length ?? 0, {
			timeout: 60_000,
		})
		.toBeGreaterThanOrEqual(events);
}

const headline = (page: Page) => page.getByRole('heading', { level: 1 });
const next = (page: Page) => page.getByRole('note').first();
const eventRows = (page: Page) => page.getByRole('table', { name: 'Events of the request' }).getByRole('row');

test('denied-after-policy-change: the sentence names the policy version, and what changed is that alone', async ({ page, request }) => {
	const { path, zone, id } = story('denied-after-policy-change');
	await arrived(request, zone, id('denied request'), 2);
	await page.goto(path);
	await expect(headline(page)).toHaveText(
		`mailer was denied crm:export on crm under policy version ${id('policy version after')}: no rule allows it.`,
	);
	await expect(eventRows(page).filter({ hasText: 'the exchange as a whole' })).toBeVisible();
	await expect(next(page)).toContainText('look at the policy version activated since');
	const changed = page.getByRole('region', { name: 'What changed' });
	await expect(changed.getByRole('note')).toContainText(`policy version ${id('policy version after')} was activated`);
	await expect(changed.getByRole('note')).toContainText('nothing else differs');
	const sides = changed.getByRole('table', { name: 'The two requests side by side' });
	await expect(sides.getByRole('row', { name: /policy version/ })).toContainText(id('policy version before'));
	await expect(sides.getByRole('link').first()).toHaveAttribute('href', new RegExp(`^/requests/${id('last allowed request')}`));
	await expect(changed.getByRole('list', { name: 'What happened between the two' })).toContainText('now runs version');
});

test('step-up: held, approved and consumed, each with its event', async ({ page, request }) => {
	const { path, zone, id } = story('step-up');
	await arrived(request, zone, id('held request'), 2);
	await arrived(request, zone, id('consuming request'), 3);
	await page.goto(path);
	await expect(headline(page)).toHaveText(
		/^billing was allowed pay:approve on pay by policy, but held for an operator, approved by console:\w+ after 42.s, used after 45.s\.$/,
	);
	const life = page.getByRole('list', { name: 'Life of the approval' });
	await expect(life.getByRole('link')).toHaveText(['held', 'approved', 'consumed', 'issued again']);
	for (const words of ['held for approval', 'approval used']) await expect(eventRows(page).filter({ hasText: words })).toBeVisible();
	await page.goto(requestHref(id('refused retry'), { zone }));
	await expect(headline(page)).toContainText('was denied');
	await page.goto(requestHref(id('expired request'), { zone }));
	await expect(headline(page)).toContainText('held');
	await expect(page.getByText('Hold ended without a decision').first()).toBeVisible();
});

test('revocation-cascade: both allows after the revocation are in the colour of a fault, with word and icon', async ({ page, request }) => {
	const { path, zone, ids } = story('revocation-cascade');
	const late = [ids['late requests'] ?? []].flat();
	expect(late).toHaveLength(2);
	expect(path).toContain(late[0]);
	for (const requestId of late) {
		await arrived(request, zone, requestId, 2);
		await page.goto(requestHref(requestId, { zone }));
		await expect(headline(page)).toHaveText(
			/was allowed ledger:write on ledger .* after delegation edge_.* had been revoked; upstream answered 201/,
		);
		await expect(next(page)).toContainText('Treat it as an incident');
		const violation = page.getByRole('list', { name: 'Violations and contradictions' }).getByText('Allowed after revocation');
		const mark = eventRows(page).getByText('allow after revocation');
		for (const each of [violation, mark]) {
			await expect(each).toBeVisible();
			const [drawn, fault] = await each.evaluate((element) => {
				const probe = document.createElement('i');
				probe.style.color = 'var(--fault)';
				document.body.append(probe);
				return [getComputedStyle(element).color, getComputedStyle(probe).color];
			});
			expect(drawn).toBe(fault);
		}
		await expect(mark.locator('svg')).toBeVisible();
		await expect(page.getByRole('region', { name: 'Why' })).toContainText('passed, against the record');
		// the revocation itself is part of the story
		await expect(eventRows(page).filter({ hasText: 'authority' }).first()).toBeVisible();
	}
	const interrupted = story('revocation-cascade').id('interrupted request');
	await page.goto(requestHref(interrupted, { zone }));
	await expect(next(page)).toContainText('A revocation cut the answer off');
});

test('clock-skew-and-late: three clocks for each event, and what they say about one another', async ({ page, request }) => {
	const { path, zone, id } = story('clock-skew-and-late');
	await arrived(request, zone, id('STS 4 min ahead'), 2);
	await page.goto(path);
	await expect(headline(page)).toHaveText(/^data-exporter was allowed warehouse:query on warehouse; upstream answered 200/);
	const table = page.getByRole('table', { name: 'Events of the request' });
	await expect(table.getByRole('columnheader')).toHaveText(['Step', 'Occurred (UTC)', 'Stream', 'Ingested']);
	const clocks = page.getByRole('list', { name: 'What the clocks and the missing steps mean' });
	await expect(clocks).toContainText(/the clocks of STS and Gateway differ by at least that|the producer's clock is ahead/);
	const cells = eventRows(page).filter({ hasText: 'warehouse:query' }).first().getByRole('cell');
	await expect(cells.nth(1)).toHaveText(/^\d\d:\d\d:\d\d\.\d{3}$/);
	await expect(cells.nth(2)).toHaveText(/^[+−]/);
	await expect(cells.nth(3)).toHaveText(/^\+/);
	// the same as lanes
	await expect(page.getByRole('img', { name: /Lanes of the request/ })).toContainText('Ledger');
});

test('delegation-tree: who acted for whom, through each delegation', async ({ page, request }) => {
	const { path, zone } = story('delegation-tree');
	await arrived(request, zone, decodeURIComponent(path.split(/[/?]/)[2] ?? ''), 2);
	await page.goto(path);
	await expect(headline(page)).toHaveText(/^\S+ was allowed \S+ on \S+; upstream answered 200/);
	const chain = page.getByRole('table', { name: 'Chain of authority' });
	expect(await chain.getByRole('row').filter({ hasText: 'delegates on' }).count()).toBeGreaterThanOrEqual(3);
	await expect(chain).toContainText('This request');
});

test('token-replay: refused as a replay', async ({ page }) => {
	const { path } = story('token-replay');
	await page.goto(path);
	await expect(headline(page)).toContainText('refused as a replay');
	await expect(next(page)).toContainText('Find out who holds the token');
});

test('hostile-text: markup of an event is text, also in the address', async ({ page }) => {
	const { path } = story('hostile-text');
	let alerts = 0;
	page.on('dialog', (dialog) => {
		alerts++;
		void dialog.dismiss();
	});
	await page.goto(path);
	await expect(headline(page)).toContainText('<script>alert(1)</script> was denied access to <script>alert(1)</script>');
	// told once the page takes keys
	await expect(page.locator('time', { hasText: 'ago' }).first()).toBeVisible();
	await page.keyboard.press('i');
	await expect(page.getByRole('list', { name: 'What the record cannot give' })).toContainText(
		'cannot be reconstructed: actor and subject claims are not in the event',
	);
	expect(alerts).toBe(0);
});

test('tampered: what the ledger took is verified over its kept bytes', async ({ page }) => {
	const { path } = story('tampered');
	await page.goto(path);
	await expect(headline(page)).toContainText('mailer was denied access to crm');
	await page.keyboard.press('v');
	const evidence = page.getByRole('region', { name: 'Evidence' });
	await expect(evidence.getByRole('status')).toContainText('checked again over the kept bytes', { timeout: 60_000 });
	await expect(evidence.getByRole('table').getByText('holds').first()).toBeVisible();
});
