import type { APIRequestContext, Page } from '@playwright/test';
import type { EventTotal } from '../../lib/api/events';
import { expect, expectAccessible, expectAccessibleInBothThemes, queryOf, test, totalOf } from '../fixtures';
import { type ProducedEvent, writeSigned } from '../signed-events';

const HOUR_MS = 3_600_000;
const run = Date.now().toString(36);
const BUSY = `oncall-busy-${run}`;
const SILENT = `oncall-silent-${run}`;
const DENIED = 30;
let made = 0;

function decided(zone: string, decision: string, atMs: number): ProducedEvent {
	return {
		id: `oncall-${run}-${++made}`,
		zone_id: zone,
		request_id: '',
		event_type: 'token_exchange',
		decision,
		evaluation_status: decision === 'deny' ? 'no_rule_matched' : 'complete',
		determining_policies_json: [],
		diagnostics_json: [],
		metadata_json: { application_id: 'app_mailer', application_name: 'mailer', resource: 'resource://crm' },
		occurred_at: new Date(atMs).toISOString(),
	};
}

/** As many calls are there: counting them is told in the zone too. */
async function expectTotal(request: APIRequestContext, zone: string, events: number): Promise<void> {
	const total = async () =>
		((await (await request.get(`/v1/events/count?zone=${zone}&last=all&q=decision:allow`)).json()) as EventTotal).total;
	await expect.poll(total, { timeout: 60_000 }).toBe(events);
}

const tile = (page: Page, title: string) => page.getByRole('main').getByRole('region', { name: title, exact: true });
const needs = (page: Page) => page.getByRole('region', { name: 'Needs you, most urgent first' });

test.describe.configure({ mode: 'default' });

test.beforeAll(async ({ playwright, baseURL, session }) => {
	// the hours around this one, on the last two days: it does not matter how far into its hour the test runs
	const hour = Date.now() - (Date.now() % HOUR_MS);
	const usual = [24, 48].flatMap((ago) =>
		[-1, 0, 1].flatMap((by) => Array.from({ length: 90 }, (_, i) => hour + (by - ago) * HOUR_MS + i * 1_000)),
	);
	await writeSigned([BUSY, SILENT].flatMap((zone) => usual.map((atMs) => decided(zone, 'allow', atMs))));
	const request = await playwright.request.newContext({ baseURL, storageState: session });
	for (const zone of [BUSY, SILENT]) await expectTotal(request, zone, usual.length);
	await request.dispose();
});

test('a burst of denials moves the figures, asks for attention by its rule, and leads to as many events in the search', async ({
	page,
}) => {
	await page.goto(`/oncall?zone=${BUSY}`);
	const denials = tile(page, 'Deny rate');
	await expect(denials).toContainText('calm');
	await expect(denials).toContainText(/normal 0.% at this hour/);
	await expect(tile(page, 'Decisions')).toContainText('none in');
	await writeSigned(Array.from({ length: DENIED }, () => decided(BUSY, 'deny', Date.now())));
	await expect(denials).toContainText('attention');
	await expect(denials).toContainText(/Attention above 5.%/);
	await expect(denials).toContainText(new RegExp(`${DENIED} of ${DENIED}.decisions`));
	await expect(tile(page, 'Decisions')).toContainText(/deny [\d.]+; over/);
	await expect(needs(page)).toContainText('Deny rate: 100');
	const refused = page.getByRole('table', { name: 'Refused reasons' });
	await expect(refused.getByRole('row', { name: 'no_rule_matched' })).toContainText(`${DENIED}new`);
	await page.getByRole('button', { name: 'Show as table' }).click();
	await expect(page.getByRole('table', { name: 'Deny rate by minute' }).getByRole('row').nth(1)).toBeVisible();
	await denials.getByRole('link').click();
	await expect(page).toHaveURL((url) => url.pathname === '/search' && url.searchParams.get('zone') === BUSY);
	expect(queryOf(page)).toBe('decision:deny');
	expect(await totalOf(page)).toBe(DENIED);
	await page.goBack();
	await refused.getByRole('link', { name: 'no_rule_matched' }).click();
	await expect(page).toHaveURL(/\/search/);
	expect(await totalOf(page)).toBe(DENIED);
});

test('silence is said; the wall takes all else away and goes round the zones', async ({ page }) => {
	await page.goto(`/oncall?zone=${SILENT}&tiles=silence,integrity`);
	await expect(tile(page, 'Silence')).toContainText('attention');
	await expect(tile(page, 'Silence')).toContainText(/no events for .*; usually 1\.5\/min/);
	await expect(needs(page)).toContainText(`${SILENT} is silent`);
	await expect(tile(page, 'Deny rate')).toHaveCount(0);
	await page.keyboard.press('w');
	await expect(page).toHaveURL(/wall=1/);
	await expect(page.getByRole('heading', { level: 1, name: SILENT })).toBeVisible();
	await expect(page.getByRole('navigation', { name: 'Views' })).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Keys' })).toHaveCount(0);
	await page.keyboard.press('Escape');
	await expect(page.getByRole('navigation', { name: 'Views' }).first()).toBeVisible();

	await page.goto(`/oncall?zone=${BUSY},${SILENT}&wall=1&turn=5`);
	const zone = page.getByRole('heading', { level: 1 });
	await expect(zone).toHaveText('2 zones');
	await expect(zone).toHaveText(BUSY);
	await expectAccessible(page);
	await page.keyboard.press(' ');
	await page.keyboard.press(']');
	await expect(zone).not.toHaveText(BUSY);
	await page.keyboard.press('[');
	await expect(zone).toHaveText(BUSY);
});

test('the screen has no accessibility findings in either theme', async ({ page }) => {
	await page.goto('/oncall');
	await expect(tile(page, 'Deny rate')).toBeVisible();
	await expectAccessibleInBothThemes(page);
	await page.setViewportSize({ width: 390, height: 844 });
	const overflow = () =>
		page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector('main')?.scrollWidth ?? 0) - innerWidth);
	expect(await overflow()).toBeLessThanOrEqual(0);
	await expectAccessibleInBothThemes(page);
});

test.describe('without an answer', () => {
	test.use({ expectedErrors: /Failed to load resource/ });
	test('what is old says so, until the console answers again', async ({ page }) => {
		await page.clock.install();
		await page.goto(`/oncall?zone=${BUSY}`);
		await expect(page.getByText(/Last event \d+/)).toBeVisible();
		await page.route('**/v1/oncall*', (route) => route.abort());
		await page.clock.fastForward(20_000);
		await expect(page.getByRole('alert').filter({ hasText: 'Connection lost.' })).toBeVisible();
		await page.unroute('**/v1/oncall*');
		await expect(page.getByRole('alert').filter({ hasText: 'Connection lost.' })).toHaveCount(0);
	});
});

test('figures are chosen and ordered, in the address, and kept as one likes', async ({ page }) => {
	await page.goto(`/oncall?zone=${BUSY}&tiles=denials,held`);
	await page.keyboard.press('l');
	const figures = page.getByRole('dialog', { name: 'Figures' });
	await figures.getByRole('button', { name: 'Held approvals: earlier' }).click();
	await expect(page).toHaveURL((url) => url.searchParams.get('tiles') === 'held,denials');
	await expect(tile(page, 'Integrity')).toHaveCount(0);
	await figures.getByRole('button', { name: 'Keep as mine' }).click();
	await expect(figures.getByRole('button', { name: 'Kept here' })).toBeVisible();
	await page.goto('/oncall');
	await expect(page).toHaveURL((url) => url.searchParams.get('tiles') === 'held,denials');
});
