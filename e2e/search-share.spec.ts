import { createAccount, firstSignIn, nameOf } from './accounts';
import { drawer, events, expect, expectQuery, facets, openSearch, queryBox, rows, test, totalOf } from './fixtures';

test('a copied link shows a second user the same: query, window, columns, event', async ({ page, context, browser }) => {
	test.slow();
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const name = nameOf('colleague');
	const given = await createAccount(page, name, ['prod-eu']);

	await openSearch(page, '?zone=prod-eu&last=30d&cols=time,decision,what,app:160,seq');
	await facets(page)
		.getByRole('button', { name: /^deny, / })
		.click();
	await expectQuery(page, 'decision:deny');
	await page.keyboard.press('Escape');
	await rows(page).nth(1).click();
	await expect(drawer(page)).toBeVisible();
	const opened = await drawer(page).getAttribute('aria-label');
	await page.keyboard.press('y');
	await expect(page.getByText('Link copied, with its time fixed')).toBeVisible();
	const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
	expect(link.searchParams.get('from')).not.toBeNull();

	const theirs = await firstSignIn(browser, name, given, `${link.pathname}${link.search}`);
	await expect(queryBox(theirs)).toHaveValue('decision:deny');
	await expect.poll(async () => (await totalOf(theirs)) === (await totalOf(page))).toBe(true);
	await expect(drawer(theirs)).toHaveAttribute('aria-label', opened ?? '');
	await expect(theirs.getByRole('columnheader', { name: /Application/ })).toBeVisible();
	const hrefs = (of: typeof page) => rows(of).evaluateAll((links) => links.slice(0, 10).map((row) => row.textContent));
	await page.keyboard.press('Escape');
	expect(await hrefs(theirs)).toEqual(await hrefs(page));
	await expect(events(theirs).getByText('allow', { exact: true })).toHaveCount(0);
	await theirs.context().close();
});
