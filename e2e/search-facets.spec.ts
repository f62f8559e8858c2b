import type { EventTotal } from '../lib/api/events';
import type { Facets, Histogram } from '../lib/api/search';
import { events, expect, expectAccessible, expectQuery, expectRows, facets, openSearch, test, totalOf } from './fixtures';

const window = () => `from=2020-01-01T00:00:00Z&to=${new Date(Date.now() - 60_000).toISOString()}`;

test('a click keeps a value, minus leaves it out, and both take themselves back', async ({ page }) => {
	await openSearch(page, '?last=30d');
	const rail = facets(page);
	await rail.getByRole('button', { name: /^deny, / }).click();
	await expectQuery(page, 'decision:deny');
	await expect(rail.getByRole('button', { name: /^deny, / })).toHaveAttribute('aria-pressed', 'true');
	await expect(events(page).getByText('allow', { exact: true })).toHaveCount(0);
	// the other values are still there, to be added
	await rail.getByRole('button', { name: /^allow, / }).click();
	await expectQuery(page, 'decision:deny,allow');
	await rail.getByRole('button', { name: /^deny, / }).click();
	await expectQuery(page, 'decision:allow');
	await rail.getByRole('button', { name: /^allow, / }).hover();
	await rail.getByRole('button', { name: 'Leave out allow' }).click();
	await expectQuery(page, '-decision:allow');
	await expect(rail.getByRole('button', { name: /^allow, .*left out$/ })).toBeVisible();
	await expect(events(page).getByText('allow', { exact: true })).toHaveCount(0);
	await rail.getByRole('button', { name: /^deny, / }).hover();
	await rail.getByRole('button', { name: 'Only deny' }).click();
	await expectQuery(page, 'decision:deny');
});

test('the facets are walked and used by keys alone', async ({ page }) => {
	await openSearch(page, '?last=30d');
	await expect(facets(page).getByRole('button', { name: /^allow, / })).toBeVisible();
	await page.keyboard.press('l');
	await expect(facets(page).getByRole('button', { name: 'Decision' })).toBeFocused();
	await page.keyboard.press('ArrowDown');
	const first = facets(page).locator('li button').first();
	await expect(first).toBeFocused();
	const value = ((await first.getAttribute('aria-label')) ?? '').split(',')[0];
	await page.keyboard.press('x');
	await expectQuery(page, `-decision:${value}`);
	await page.keyboard.press('x');
	await expectQuery(page, '');
	await page.keyboard.press('Enter');
	await expectQuery(page, `decision:${value}`);
	await page.keyboard.press('o');
	await expectQuery(page, `decision:${value}`);
});

test('counts of facets, total and bars are exact and agree', async ({ request }) => {
	const range = window();
	for (const q of ['', 'type:token_exchange', 'decision:deny -reason:no_rule_matched']) {
		const query = `${range}&q=${encodeURIComponent(q)}`;
		const total: EventTotal = await (await request.get(`/v1/events/count?${query}`)).json();
		const bars: Histogram = await (await request.get(`/v1/events/histogram?${query}`)).json();
		const answer: Facets = await (await request.get(`/v1/events/facets?${query}&limit=50`)).json();
		expect(total.exact && bars.exact && answer.exact).toBe(true);
		expect(bars.total).toBe(total.total);
		for (const facet of answer.facets) {
			const [top] = facet.values;
			if (top === undefined) continue;
			// the facet leaves out the filter on its own field; the count of "only this value" must be what it says
			const only = [...q.split(' ').filter((term) => !new RegExp(`^-?${facet.field}:`).test(term)), `${facet.field}:"${top.value}"`].join(
				' ',
			);
			const counted: EventTotal = await (await request.get(`/v1/events/count?${range}&q=${encodeURIComponent(only)}`)).json();
			expect([facet.field, top.value, counted.total]).toEqual([facet.field, top.value, top.events]);
		}
	}
});

test('a facet with many values is searched within, and shown whole', async ({ page }) => {
	await openSearch(page, '?last=all');
	const types = facets(page).getByRole('region', { name: 'Event type' });
	await types.getByRole('button', { name: /^All \d+/ }).click();
	expect(await types.getByRole('listitem').count()).toBeGreaterThan(7);
	await types.getByRole('button', { name: 'Search within event type' }).click();
	await page.keyboard.type('delegation');
	await expect(types.getByRole('listitem').filter({ hasText: 'token_exchange' })).toHaveCount(0);
	await expect(types.getByRole('listitem').filter({ hasText: 'delegation_edge_create' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(types.getByRole('listitem').filter({ hasText: 'token_exchange' })).toBeVisible();
});

test('dragging over the histogram zooms in at once, Back zooms out', async ({ page }) => {
	await openSearch(page, '?last=30d');
	const before = await totalOf(page);
	const plot = page.getByRole('slider', { name: 'Events over time' });
	const box = (await plot.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
	await page.mouse.move(box.x + box.width * 0.75, box.y + 30);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width * 0.9, box.y + 30, { steps: 4 });
	await page.mouse.up();
	await expect(page).toHaveURL(/from=.*&to=/);
	await expect.poll(() => totalOf(page)).toBeLessThan(before);
	await page.goBack();
	await expect(page).toHaveURL(/\/search\?last=30d$/);
	await expect.poll(() => totalOf(page)).toBe(before);
});

test('the histogram has a table twin that adds up', async ({ page }) => {
	// axe looks at every cell
	test.slow();
	await openSearch(page, '?last=30d');
	const total = await totalOf(page);
	await page.getByRole('button', { name: 'As a table' }).click();
	const cells = await page.getByRole('region', { name: 'Events over time, as a table' }).locator('tbody td:nth-child(2)').allInnerTexts();
	expect(cells.reduce((sum, cell) => sum + Number(cell.replace(/,/g, '')), 0)).toBe(total);
	await expectAccessible(page);
});

test('the histogram is read, zoomed and compared by keys', async ({ page }) => {
	await openSearch(page, '?last=30d');
	const plot = page.getByRole('slider', { name: 'Events over time' });
	await plot.focus();
	await page.keyboard.press('End');
	await expect(plot).toHaveAttribute('aria-valuetext', /\d{4}-\d\d-\d\d .* to .*: [\d,]+ events?/);
	await page.keyboard.press('Shift+ArrowLeft');
	await page.keyboard.press('d');
	await expect(page).toHaveURL(/panel=differences:/);
	await page.keyboard.press('Escape');
	await expect(page).not.toHaveURL(/panel=/);
	await plot.focus();
	await page.keyboard.press('End');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/from=.*&to=/);
	await expectRows(page);
});

test('a click on a value brings its rows', async ({ page }, info) => {
	await openSearch(page, '?last=30d');
	await expect(facets(page).getByRole('button', { name: /^deny, / })).toBeVisible();
	// From the click to the drawn rows, in the page's own clock; the best of several, told with the result. A busy machine takes longer.
	const took = await page.evaluate(async () => {
		const times: number[] = [];
		const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
		for (const value of ['deny', 'allow', 'none']) {
			const button = [...document.querySelectorAll<HTMLElement>('[aria-label="Filters"] li button')].find((each) =>
				each.getAttribute('aria-label')?.startsWith(`Only ${value}`),
			);
			if (button === undefined) continue;
			const start = performance.now();
			button.click();
			for (;;) {
				await frame();
				const scroller = document.querySelector('table[aria-label="Events"]')?.parentElement;
				const row = document.querySelector('table[aria-label="Events"] tbody tr');
				if (scroller?.getAttribute('aria-busy') === 'false' && row?.textContent?.includes(value)) break;
			}
			times.push(performance.now() - start);
		}
		return Math.min(...times);
	});
	info.annotations.push({ type: 'from a click to its rows, ms', description: took.toFixed(0) });
	expect(took).toBeLessThanOrEqual(3_000);
});

test.describe('a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('filters from a sheet', async ({ page }) => {
		await openSearch(page, '?last=30d');
		await page.getByRole('button', { name: /^Filters/ }).tap();
		const sheet = page.getByRole('dialog', { name: 'Filters' });
		await sheet.getByRole('button', { name: /^deny, / }).tap();
		await expectQuery(page, 'decision:deny');
		// rows of the search before are dimmed
		await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
		await expectAccessible(page);
		await sheet.getByRole('button', { name: /^Show / }).tap();
		await expect(sheet).toHaveCount(0);
		await expect(page.getByRole('button', { name: 'Filters 1' })).toBeVisible();
		await expect(events(page).getByText('allow', { exact: true })).toHaveCount(0);
		expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
	});
});
