import { drawer, expect, expectAccessible, expectAccessibleInBothThemes, openSearch, rows, test } from './fixtures';

test('search and event have no accessibility findings in either theme', async ({ page }) => {
	test.slow();
	await openSearch(page, '?last=30d');
	await expectAccessibleInBothThemes(page);
	await rows(page).nth(1).click();
	await expect(drawer(page).getByRole('region', { name: /Place in the chain/ })).toBeVisible();
	await expectAccessibleInBothThemes(page);
});

test.describe('signed out', () => {
	test.use({ signedIn: false });
	test('sign-in has no accessibility findings in either theme', async ({ page }) => {
		await page.goto('/sign-in');
		await expectAccessibleInBothThemes(page);
	});
});

test('the theme can be chosen, and stays chosen', async ({ page }) => {
	await openSearch(page);
	const background = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
	await page.getByRole('button', { name: 'Appearance' }).click();
	await page.getByRole('menuitemradio', { name: 'Light' }).click();
	await expect.poll(background).toBe('light');
	await page.reload();
	await expect.poll(background).toBe('light');
	await page.getByRole('button', { name: 'Appearance' }).click();
	await page.getByRole('menuitemradio', { name: 'Dark' }).click();
	await expect.poll(background).toBe('dark');
});

test('views that are not built are named as that, and lead nowhere', async ({ page }) => {
	await openSearch(page);
	const rail = page.getByRole('navigation', { name: 'Views' }).first();
	await expect(rail.getByTitle(/Incidents: not built yet/)).toBeVisible();
	await expect(rail.getByRole('link', { name: 'Incidents' })).toHaveCount(0);
});

test.describe('a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('shows list and event without scrolling sideways', async ({ page }) => {
		const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		await openSearch(page, '?last=30d');
		expect(await overflow()).toBeLessThanOrEqual(0);
		await rows(page).first().tap();
		await expect(drawer(page).getByRole('region', { name: /Fields/ })).toBeVisible();
		expect(await overflow()).toBeLessThanOrEqual(0);
		await expectAccessible(page);
		await drawer(page).getByRole('button', { name: 'Close' }).tap();
		await expect(drawer(page)).toHaveCount(0);
	});
});
