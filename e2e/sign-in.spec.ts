import { PASSWORD, USER } from './env';
import { expect, expectRows, signIn, test } from './fixtures';

test.use({ signedIn: false });

test('a link leads through sign-in back to itself', async ({ page }) => {
	await page.goto('/search?q=decision:deny&last=7d');
	await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
	await signIn(page);
	await expect(page).toHaveURL(/\/search\?q=decision(:|%3A)deny&last=7d$/);
	await expectRows(page);
});

test.describe('a wrong password', () => {
	test.use({ expectedErrors: /401/ });

	test('is refused in the same words as an unknown name', async ({ page }) => {
		for (const name of [USER, 'nobody-of-this-name']) {
			await page.goto('/sign-in');
			await signIn(page, name, `${PASSWORD}x`);
			await expect(page.getByRole('alert').filter({ hasText: 'Name or password is wrong.' })).toBeVisible();
		}
	});
});

for (const target of ['https://example.com/', '//example.com', '/\\example.com']) {
	test(`sign-in does not lead away to ${target}`, async ({ page, baseURL }) => {
		await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(target)}`);
		await signIn(page);
		await expect(page).toHaveURL(`${baseURL}/search`);
	});
}

test('without a session the API tells nothing', async ({ request }) => {
	for (const path of ['/v1/events', '/v1/status', '/v1/events/count', '/v1/events/prod-eu/1', '/v1/lookup?text=x']) {
		const response = await request.get(path);
		expect(response.status(), path).toBe(401);
		expect(Object.keys(await response.json()).sort()).toEqual(['code', 'message', 'requestId', 'todo']);
	}
	expect((await request.get('/api/health')).status()).toBe(200);
});

test('after signing out the session is gone', async ({ page }) => {
	await page.goto('/sign-in');
	await signIn(page);
	await expectRows(page);
	await page.getByRole('button', { name: /^Account/ }).click();
	await page.getByRole('menuitem', { name: 'Sign out' }).click();
	await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
	await page.goto('/search');
	await expect(page).toHaveURL(/sign-in/);
});

test('every code of a refusal is told in words', async ({ page }) => {
	for (const [error, words] of [
		['OAuthCallback', 'The identity provider did not confirm who you are'],
		['OAuthSignin', 'The identity provider could not be reached'],
		['AccessDenied', 'this console did not'],
		['Callback', 'Signing in failed on the server after'],
		['Configuration', 'Signing in is not set up correctly'],
		['<img src=x>', 'Signing in failed on the server.'],
	] as const) {
		await page.goto(`/sign-in?error=${encodeURIComponent(error)}`);
		await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
		await expect(page.getByLabel('Name')).toBeVisible();
	}
});

test('who is asked to sign in is told why', async ({ page }) => {
	await page.goto('/sign-in?error=SessionRequired');
	await expect(page.getByText('Sign in to open this page.')).toBeVisible();
	await page.goto('/sign-in?ended=1');
	await expect(page.getByText('Your session has ended')).toBeVisible();
	await page.goto('/search');
	await expect(page.getByText('Your session has ended')).toHaveCount(0);
});

test('choosing a password and the page of those without a role are for who is signed in', async ({ page }) => {
	for (const path of ['/password', '/no-role', '/settings', '/settings/users']) {
		await page.goto(path);
		await expect(page).toHaveURL(/\/sign-in/);
	}
	await signIn(page);
	await expect(page).toHaveURL(/\/settings\/users$/);
	for (const path of ['/password', '/no-role?callbackUrl=https://example.com/']) {
		await page.goto(path);
		await expect(page).toHaveURL(/\/search$/);
	}
});
