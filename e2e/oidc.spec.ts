import type { Page } from '@playwright/test';
import { WEB_URL } from './env';
import { expect, expectRows, test } from './fixtures';

// the provider's own pages have no icon, and a font from outside
test.use({ signedIn: false, expectedErrors: /40[134]|NAME_NOT_RESOLVED/ });

/** Signs in at the identity provider and agrees that the console may know who it is. */
async function signInAtProvider(page: Page, login: string): Promise<void> {
	await page.getByRole('button', { name: 'Sign in with Test Identity' }).click();
	await page.waitForURL(/localhost:\d+\/interaction\//);
	await page.getByPlaceholder('Enter any login').fill(login);
	await page.getByPlaceholder('and password').fill('any');
	await page.getByRole('button', { name: 'Sign-in' }).click();
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.waitForURL((url) => url.origin === WEB_URL);
}

const whoami = async (page: Page) => (await page.request.get('/v1/whoami')).json();

test('a link leads through the identity provider back to itself; signing out ends it', async ({ page }) => {
	await page.goto('/search?q=decision:deny&last=7d');
	await signInAtProvider(page, 'olga');
	await expect(page).toHaveURL(
		(url) => url.pathname === '/search' && url.searchParams.get('q') === 'decision:deny' && url.searchParams.get('last') === '7d',
	);
	await expectRows(page);
	expect(await whoami(page)).toMatchObject({ kind: 'user', name: 'olga', memberships: [{ zone_id: null, role: 'admin' }] });
	const cookies = await page.context().cookies(WEB_URL);
	await page.getByRole('button', { name: /^Account/ }).click();
	await page.getByRole('menuitem', { name: 'Sign out' }).click();
	await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
	// a copy of the cookie made before is worth nothing now
	await page.context().addCookies(cookies);
	expect((await page.request.get('/v1/whoami')).status()).toBe(401);
});

test('claims limit what is seen to their zone', async ({ page }) => {
	await page.goto('/sign-in');
	await signInAtProvider(page, 'reza');
	expect(await whoami(page)).toMatchObject({ memberships: [{ zone_id: 'prod-eu', role: 'viewer' }] });
	const { events } = await (await page.request.get('/v1/events?last=all')).json();
	expect(new Set(events.map((event: { zone: string }) => event.zone))).toEqual(new Set(['prod-eu']));
	const texts = [];
	for (const zone of ['prod-us', 'zone-of-nobody', 'no-such-zone']) {
		const answer = await page.request.get(`/v1/events/${zone}/1`);
		expect(answer.status(), zone).toBe(403);
		const { code, message, todo } = await answer.json();
		texts.push(JSON.stringify([code, message.replace(zone, '…'), todo]));
	}
	expect(new Set(texts).size).toBe(1);
});

test('somebody whose claims give nothing is told so and sees nothing', async ({ page }) => {
	await page.goto('/search');
	await signInAtProvider(page, 'stranger');
	await expect(page.getByRole('heading', { name: /no role/i })).toBeVisible();
	expect(await whoami(page)).toMatchObject({ name: 'stranger', memberships: [] });
	expect((await page.request.get('/v1/events')).status()).toBe(403);
});

test('the login of a local account is another account', async ({ page }) => {
	await page.goto('/sign-in');
	await signInAtProvider(page, 'admin');
	await page.waitForURL('**/no-role**');
	expect(await whoami(page)).toMatchObject({ name: 'admin (2)', memberships: [] });
});

test('signing in there does not lead away, however the way is written', async ({ page }) => {
	for (const target of ['https://example.com/', '//example.com', '/\\example.com', 'https:example.com', '/%09/example.com']) {
		await page.context().clearCookies();
		await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(target)}`);
		await signInAtProvider(page, 'olga');
		await expect(page, target).toHaveURL((url) => url.origin === WEB_URL && url.pathname !== '/sign-in');
	}
});

test('an answer nobody asked for is refused: no state, a foreign state, an error of the provider', async ({ page }) => {
	for (const query of ['code=abc', 'code=abc&state=abc', 'error=access_denied&state=abc']) {
		await page.goto(`/api/auth/callback/oidc?${query}`);
		await expect(page).toHaveURL(/\/sign-in\?.*error=OAuthCallback/);
		await expect(page.getByText('The identity provider did not confirm who you are')).toBeVisible();
		expect((await page.request.get('/v1/whoami')).status()).toBe(401);
	}
});
