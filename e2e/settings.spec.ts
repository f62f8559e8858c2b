import type { Page } from '@playwright/test';
import type { EventList } from '../lib/api/events';
import { account, createAccount, firstSignIn, nameOf, OWN_PASSWORD, strangersPage } from './accounts';
import { WEB_URL } from './env';
import { expect, expectAccessible, expectAccessibleInBothThemes, expectRows, signIn, test } from './fixtures';

const accounts = (page: Page) => page.getByRole('table', { name: 'Accounts' });
const tokens = (page: Page) => page.getByRole('table', { name: 'API tokens' });
const rowOf = (table: ReturnType<typeof tokens>, name: string) => table.getByRole('row').filter({ hasText: name });
const choices = (page: Page) => page.getByRole('listbox', { name: 'Zones' }).getByRole('option');
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('an account sees its zone alone, loses it when the role is taken, and is out when its session is revoked', async ({
	page,
	browser,
}) => {
	// several sign-ins, each as slow as checking a password must be
	test.slow();
	const name = nameOf('one-zone');
	const given = await createAccount(page, name, ['prod-eu']);
	const theirs = await firstSignIn(browser, name, given, '/search?last=all&q=decision:allow');
	await expect(theirs).toHaveURL(/\/search\?last=all&q=decision(:|%3A)allow$/);
	await expectRows(theirs);

	const seen: EventList = await (await theirs.request.get('/v1/events?last=all&limit=500')).json();
	expect(new Set(seen.events.map((event) => event.zone))).toEqual(new Set(['prod-eu']));
	await theirs.goto('/settings/account');
	await expect(theirs.getByRole('list', { name: 'Roles' })).toContainText('in prod-eu');
	await expect(theirs.getByRole('navigation', { name: 'Settings' }).getByRole('link')).toHaveCount(1);
	await theirs.goto('/settings/users');
	await expect(theirs.getByRole('alert').filter({ hasText: 'you need to be admin in every zone' })).toContainText(
		'You are viewer in prod-eu',
	);
	await theirs.goto('/settings/tokens');
	await expect(theirs.getByRole('alert').filter({ hasText: 'you need to be admin in every zone' })).toBeVisible();

	await account(page, name).getByRole('button', { name: 'Take away the role in prod-eu' }).click();
	await account(page, name).getByRole('button', { name: 'Save the roles' }).click();
	await expect(rowOf(accounts(page), name)).toContainText('no role in any zone');
	expect((await theirs.request.get('/v1/events')).status()).toBe(403);
	await theirs.goto('/search?last=7d');
	await expect(theirs.getByRole('heading', { name: 'You have no role in any zone yet' })).toBeVisible();
	await expect(theirs.getByText(name)).toBeVisible();
	await expectAccessibleInBothThemes(theirs);

	await account(page, name)
		.getByRole('button', { name: /^Revoke the session/ })
		.click();
	await expect(account(page, name).getByText('No open session.')).toBeVisible();
	await theirs.getByRole('link', { name: 'Try again' }).click();
	await expect(theirs).toHaveURL(/\/sign-in\?ended=1/);
	await expect(theirs.getByText('Your session has ended')).toBeVisible();
	await theirs.context().close();
});

test('a disabled account is out at once and cannot sign in until it is enabled', async ({ page, browser }) => {
	test.slow();
	const name = nameOf('leaver');
	const given = await createAccount(page, name, ['prod-eu', 'prod-us'], 'operator');
	await expect(rowOf(accounts(page), name)).toContainText('operator in prod-eu, prod-us');
	const theirs = await firstSignIn(browser, name, given, '/search?last=all');
	await expectRows(theirs);
	await account(page, name).getByRole('button', { name: 'Disable' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
	await expect(rowOf(accounts(page), name)).toContainText('disabled');
	await theirs.goto('/search');
	await expect(theirs.getByText('Your session has ended')).toBeVisible();
	await signIn(theirs, name, OWN_PASSWORD);
	await expect(theirs.getByRole('alert').filter({ hasText: 'Name or password is wrong.' })).toBeVisible();
	await account(page, name).getByRole('button', { name: 'Enable' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Enable' }).click();
	await expect(rowOf(accounts(page), name)).toContainText('active');
	await signIn(theirs, name, OWN_PASSWORD);
	await expectRows(theirs);
	await theirs.context().close();
});

test('a password is changed in place, a wrong one refused, and other sessions end', async ({ page, browser }) => {
	test.slow();
	const name = nameOf('careful');
	const given = await createAccount(page, name, ['prod-eu']);
	const first = await firstSignIn(browser, name, given, '/settings/account');
	const second = await strangersPage(browser);
	await second.goto('/sign-in');
	await signIn(second, name, OWN_PASSWORD);
	await expectRows(second);
	const next = 'other words, also my own';
	await first.getByLabel('Current password').fill('not my password');
	await first.getByLabel('New password', { exact: true }).fill('short');
	await first.getByLabel('New password, again').fill(next);
	await first.getByRole('button', { name: 'Change the password' }).click();
	await expect(first.getByText('At least 12 characters.', { exact: true })).toBeVisible();
	await expect(first.getByText('The two are not the same.')).toBeVisible();
	await first.getByLabel('New password', { exact: true }).fill(next);
	await first.getByRole('button', { name: 'Change the password' }).click();
	await expect(first.getByRole('alert').filter({ hasText: 'The current password is wrong.' })).toBeVisible();
	await first.getByLabel('Current password').fill(OWN_PASSWORD);
	await first.getByRole('button', { name: 'Change the password' }).click();
	await expect(first.getByText('Changed. Your other sessions have ended.')).toBeVisible();
	await expect(first.getByRole('list', { name: 'Sessions' }).getByRole('listitem')).toHaveCount(1);
	await second.goto('/search');
	await expect(second).toHaveURL(/\/sign-in\?ended=1/);
	await signIn(second, name, next);
	await expectRows(second);
	await first.context().close();
	await second.context().close();
});

test('a token is shown once, works, and is refused from the moment it is revoked', async ({ page }) => {
	const name = nameOf('script');
	await page.goto('/settings/tokens');
	await page.keyboard.press('n');
	const form = page.getByRole('dialog', { name: 'New API token' });
	await expect(page).toHaveURL(/\?new=1$/);
	await form.getByRole('button', { name: 'Create the token' }).click();
	await expect(form.getByText('Give it a name.')).toBeVisible();
	await expect(form.getByText('Add at least one zone, or every zone.')).toBeVisible();
	await form.getByLabel('Name').fill(name);
	await form.getByLabel('Role').selectOption('investigator');
	await form.getByRole('combobox', { name: 'Add a zone' }).click();
	await choices(page).filter({ hasText: 'prod-eu' }).click();
	await form.getByRole('button', { name: 'Create the token' }).click();
	const shown = page.getByRole('dialog', { name: `Token ${name}` });
	const secret = (await shown.getByLabel('Token', { exact: true }).textContent()) ?? '';
	await expectAccessible(page);
	await shown.getByRole('button', { name: 'Done' }).click();
	await expect(page).toHaveURL(/\/settings\/tokens$/);
	await expect(page.locator('body')).not.toContainText(secret);

	const whoami = () => fetch(`${WEB_URL}/v1/whoami`, { headers: { authorization: `Bearer ${secret}` } });
	const answer = await whoami();
	expect(answer.status).toBe(200);
	expect(await answer.json()).toMatchObject({ kind: 'token', name, memberships: [{ zone_id: 'prod-eu', role: 'investigator' }] });
	const row = rowOf(tokens(page), name);
	await page.reload();
	for (const text of [secret.slice(0, 12), 'investigator', 'prod-eu', 'by admin', 'in 29', 'active']) await expect(row).toContainText(text);
	await expect(row).not.toContainText('never');

	await row.getByRole('button', { name: `Revoke ${name}` }).click();
	await page
		.getByRole('alertdialog', { name: `Revoke ${name}?` })
		.getByRole('button', { name: 'Revoke' })
		.click();
	await expect(row).toContainText('revoked');
	expect((await whoami()).status).toBe(401);
});

test('every zone is a choice of its own, and a zone without events can be given', async ({ page }) => {
	await page.goto('/settings/users?new=1');
	const form = page.getByRole('dialog', { name: 'New account' });
	const box = form.getByRole('combobox', { name: 'Add a zone' });
	await box.fill('zone-to-come');
	await expect(form.getByText('No event of this zone yet')).toBeVisible();
	await form.getByRole('button', { name: 'Add', exact: true }).click();
	await form.getByRole('button', { name: 'Add every zone' }).click();
	await expect(form.getByRole('button', { name: 'Add every zone' })).toBeDisabled();
	await expect(form.getByRole('list', { name: 'Roles by zone' }).getByRole('listitem')).toHaveText([/zone-to-come/, /every zone/]);
	await box.fill('prod');
	await page.keyboard.press('ArrowDown');
	const first = await choices(page).first().textContent();
	await expect(choices(page).first()).toHaveAttribute('aria-selected', 'true');
	await page.keyboard.press('Enter');
	await expect(form.getByLabel(`Role in ${first}`, { exact: true })).toBeVisible();
	await box.fill('prod');
	await expect(choices(page).first()).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(choices(page)).toHaveCount(0);
	await expect(form).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(form).toHaveCount(0);
	await expect(page).toHaveURL(/\/settings\/users$/);
});

test('the rail and the keys lead to settings; rows open by keys; back closes what was opened', async ({ page }) => {
	await page.goto('/search');
	await expectRows(page);
	await page.keyboard.press('g');
	await page.keyboard.press('e');
	await expect(page).toHaveURL(/\/settings\/account$/);
	await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Users' }).click();
	await expect(accounts(page)).toBeVisible();
	await page.keyboard.press('j');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\?user=\d+$/);
	await expect(account(page, 'admin')).toBeVisible();
	await page.reload();
	await expect(account(page, 'admin')).toBeVisible();
	await page.goBack();
	await expect(account(page, 'admin')).toHaveCount(0);
	await page.goForward();
	await expect(account(page, 'admin')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(account(page, 'admin')).toHaveCount(0);
});

test.describe('what is refused', () => {
	test.use({ expectedErrors: /40[049]/ });

	test('a taken name is told in words', async ({ page }) => {
		await page.goto('/settings/users?new=1');
		const form = page.getByRole('dialog', { name: 'New account' });
		await form.getByLabel('Name').fill('admin');
		await form.getByRole('button', { name: 'Create the account' }).click();
		await expect(form.getByRole('alert')).toContainText('There is an account of this name already.');
	});

	test('an account that is not there is said to be missing', async ({ page }) => {
		await page.goto('/settings/users?user=999999999');
		await expect(account(page, '999999999').getByRole('alert')).toContainText('There is no account 999999999.');
	});
});

const VIEWS = [
	'/settings/account',
	'/settings/users',
	'/settings/users?user=1',
	'/settings/users?new=1',
	'/settings/tokens',
	'/settings/tokens?new=1',
];

for (const [where, use] of [
	['a desk', { viewport: { width: 1440, height: 900 } }],
	['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
] as const)
	test.describe(`on ${where}`, () => {
		test.use(use);

		test('settings have no accessibility findings in either theme, and fit', async ({ page }) => {
			test.slow();
			for (const path of VIEWS) {
				await page.goto(path);
				await expect(page.getByRole('navigation', { name: 'Settings', includeHidden: true })).toBeVisible();
				if (path.endsWith('user=1')) await expect(page.getByRole('list', { name: 'Sessions' })).toBeVisible();
				await expectAccessibleInBothThemes(page);
				expect(await overflow(page), path).toBeLessThanOrEqual(0);
			}
		});
	});
