import { drawer, expect, openSearch, rows, test } from './fixtures';

test('the list is read, opened, walked and closed by keys alone', async ({ page }) => {
	await openSearch(page, '?last=30d');
	const hrefs = await Promise.all([0, 1, 2].map((i) => rows(page).nth(i).getAttribute('href')));
	await page.keyboard.press('j');
	await page.keyboard.press('j');
	await page.keyboard.press('Enter');
	await expect(drawer(page)).toBeVisible();
	await expect(page).toHaveURL((url) => `${url.pathname}${url.search}` === hrefs[1]);
	await page.keyboard.press('j');
	await expect(page).toHaveURL((url) => `${url.pathname}${url.search}` === hrefs[2]);
	await page.keyboard.press('k');
	await page.keyboard.press('k');
	await expect(page).toHaveURL((url) => `${url.pathname}${url.search}` === hrefs[0]);
	await page.keyboard.press('Escape');
	await expect(drawer(page)).toHaveCount(0);
});

test('help lists the keys, the palette goes anywhere, g and a letter go to a view', async ({ page }) => {
	await openSearch(page);
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('copy the link');
	await page.keyboard.press('Escape');
	await page.keyboard.press('Control+k');
	await expect(page.getByRole('dialog')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await page.goto('/search?last=30d&q=decision:deny');
	await expect(rows(page).first()).toBeVisible();
	await page.keyboard.press('g');
	await page.keyboard.press('s');
	await expect(page).toHaveURL((url) => url.pathname === '/search' && url.search === '');
});

test('x leaves the type out, f keeps it', async ({ page }) => {
	await openSearch(page, '?last=30d');
	await page.keyboard.press('j');
	await page.keyboard.press('x');
	await expect(page).toHaveURL(/q=-type:/);
});

test('a copied link carries the window and the time zone', async ({ page, context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await openSearch(page, '?q=decision:allow');
	await page.keyboard.press('j');
	await page.keyboard.press('Enter');
	await page.keyboard.press('y');
	await expect
		.poll(async () => page.evaluate(() => navigator.clipboard.readText()))
		.toMatch(/\/search\?from=.*&to=.*tz=UTC.*q=decision:allow.*event=/);
});
