import type { EventDetail, EventList } from '../lib/api/events';
import { drawer as drawerOf, events, expect, rows, test } from './fixtures';

test('an event opens in words, whole, with its place in the chain and the bytes as signed', async ({ page }) => {
	await page.goto('/search?q=type:token_exchange');
	await rows(page).nth(2).click();
	await expect(page).toHaveURL(/event=/);
	const drawer = drawerOf(page);
	await expect(drawer.getByText('Token exchange')).toBeVisible();
	await expect(drawer.getByText('On the stream')).toBeVisible();
	await expect(drawer.getByText('Not verified since it was ingested')).toBeVisible();
	await expect(drawer.getByLabel('The event as JSON')).toContainText('"event_type"');
	await drawer.getByRole('button', { name: 'Show the bytes the producer signed' }).click();
	await expect(drawer.getByRole('region', { name: 'The signed bytes' })).toContainText('"token_exchange"');
	await page.keyboard.press('Escape');
	await expect(drawer).toBeHidden();
	await expect(page).toHaveURL(/\/search\?q=type:token_exchange$/);
});

test('a link to an event far down opens it and begins the list there', async ({ page, request }) => {
	const first: EventList = await (await request.get('/v1/events?last=all&limit=500')).json();
	const second: EventList = await (
		await request.get(`/v1/events?last=all&limit=500&before=${encodeURIComponent(first.older ?? '')}`)
	).json();
	const event = second.events.at(-1);
	await page.goto(`/search?last=all&event=${encodeURIComponent(`${event?.zone}/${event?.seq}`)}`);
	await expect(page.getByRole('complementary', { name: `Event ${event?.zone} #${event?.seq}` })).toBeVisible();
	await expect(events(page).locator('[aria-current]')).toBeVisible();
	await page.getByRole('button', { name: 'Show the newer events above' }).click();
	await expect(events(page).locator('[aria-current]')).toBeVisible();
});

test.describe('an event that is not there', () => {
	test.use({ expectedErrors: /404/ });

	test('is said to be missing', async ({ page }) => {
		await page.goto('/search?event=prod-eu/999999999');
		await expect(page.getByRole('alert').filter({ hasText: /999,?999,?999/ })).toBeVisible();
	});
});

test('the drawer agrees with the API', async ({ page, request }) => {
	const list: EventList = await (await request.get('/v1/events?limit=1')).json();
	const { zone, seq } = list.events[0] ?? { zone: '', seq: 0 };
	const detail: EventDetail = await (await request.get(`/v1/events/${zone}/${seq}`)).json();
	await page.goto(`/search?event=${zone}/${seq}`);
	const drawer = page.getByRole('complementary', { name: `Event ${zone} #${seq}` });
	await expect(drawer.getByTitle(detail.chain.contentSha256)).toBeVisible();
	await expect(drawer.getByLabel('The event as JSON')).toContainText(detail.id);
});
