import type { Browser, Page } from '@playwright/test';
import { WEB_URL } from './env';
import { expect, signIn } from './fixtures';

export const OWN_PASSWORD = 'four words of my own';
let made = 0;

/** A name no other account has. */
export const nameOf = (what: string) => `${what}-${Date.now().toString(36)}-${process.pid}-${made++}`;
/** The drawer of an account. */
export const account = (page: Page, name: string) => page.getByRole('complementary', { name: `Account ${name}` });

/** Makes an account by the form, with a role in these zones. @returns the password that is shown once */
export async function createAccount(page: Page, name: string, zones: readonly string[], role = 'viewer'): Promise<string> {
	await page.goto('/settings/users');
	await page.getByRole('button', { name: 'New account' }).click();
	const form = page.getByRole('dialog', { name: 'New account' });
	await expect(form.getByLabel('Name')).toBeFocused();
	await form.getByLabel('Name').fill(name);
	for (const zone of zones) {
		await form.getByRole('combobox', { name: 'Add a zone' }).fill(zone);
		await page.keyboard.press('Enter');
		await form.getByLabel(`Role in ${zone}`, { exact: true }).selectOption(role);
	}
	await form.getByRole('button', { name: 'Create the account' }).click();
	const shown = page.getByRole('dialog', { name: `Account ${name}` });
	const password = (await shown.getByLabel('Password', { exact: true }).textContent()) ?? '';
	expect(password).toMatch(/^\w{20}$/);
	await shown.getByRole('button', { name: 'Done' }).click();
	await expect(account(page, name)).toBeVisible();
	return password;
}

/** A page of somebody else's browser. */
export async function strangersPage(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ baseURL: WEB_URL, storageState: { cookies: [], origins: [] } });
	return context.newPage();
}

/** Signs in as a new account in a browser of its own, by way of choosing its own password. */
export async function firstSignIn(browser: Browser, name: string, given: string, path: string): Promise<Page> {
	const page = await strangersPage(browser);
	await page.goto(path);
	await signIn(page, name, given);
	await expect(page).toHaveURL(/\/password\?callbackUrl=/);
	await page.getByLabel('The password you were given').fill(given);
	await page.getByLabel('New password', { exact: true }).fill(OWN_PASSWORD);
	await page.getByLabel('New password, again').fill(OWN_PASSWORD);
	await page.getByRole('button', { name: 'Choose it and go on' }).click();
	await page.waitForURL((url) => url.pathname !== '/password');
	return page;
}
