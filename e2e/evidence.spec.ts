import { createHmac } from 'node:crypto';
import type { EventList, SignedBytes } from '../lib/api/events';
import { AUDIT_HMAC_KEY, STREAMS_HMAC_KEY } from './env';
import { events, expect, expectRows, test } from './fixtures';

const lastHour = () => `from=2020-01-01T00:00:00Z&to=${new Date(Date.now() - 60_000).toISOString()}`;

test('rows met while scrolling are the events of the API, in its order', async ({ page, request }) => {
	const window = lastHour();
	const list: EventList = await (await request.get(`/v1/events?${window}&limit=500`)).json();
	const expected = list.events.slice(0, 300).map((event) => `${event.zone}/${event.seq}`);
	await page.goto(`/search?${window}`);
	await expectRows(page);
	const seen = new Set<string>();
	// over the rows: hovering the list itself would bring its middle into view
	await page.mouse.move(600, 500);
	await expect(async () => {
		const hrefs = await events(page)
			.getByRole('link')
			.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
		for (const href of hrefs) seen.add(new URLSearchParams(href.slice(href.indexOf('?'))).get('event') ?? '');
		// less than a screen, twice over: a turn of the wheel may be drawn after the next look
		await page.mouse.wheel(0, 200);
		expect(seen.size).toBeGreaterThanOrEqual(expected.length);
	}).toPass({ intervals: [0], timeout: 45_000 });
	expect([...seen].slice(0, expected.length)).toEqual(expected);
});

for (const [kind, type, key] of [
	['a decision', 'token_exchange', AUDIT_HMAC_KEY],
	['an authority entry', 'delegation_edge_create', STREAMS_HMAC_KEY],
] as const) {
	test(`the signed bytes of ${kind} verify with the producers' key`, async ({ request }) => {
		const list: EventList = await (await request.get(`/v1/events?last=all&q=type:${type}&limit=20`)).json();
		expect(list.events.length).toBeGreaterThan(0);
		for (const { zone, seq } of list.events) {
			const signed: SignedBytes = await (await request.get(`/v1/events/${zone}/${seq}/signed-bytes`)).json();
			const expected = createHmac('sha256', Buffer.from(key, 'hex')).update(Buffer.from(signed.base64, 'base64')).digest('hex');
			expect(`${zone}/${seq} ${signed.signature}`).toBe(`${zone}/${seq} ${expected}`);
		}
	});
}

test('a link says in which zone times are read, and the title has them to the microsecond', async ({ page }) => {
	await page.goto('/search?last=all&tz=Asia/Tokyo');
	await expectRows(page);
	const time = events(page).getByRole('time').first();
	const instant = (await time.getAttribute('datetime')) ?? '';
	await expect(time).toContainText(new Date(instant).toLocaleTimeString('en-GB', { timeZone: 'Asia/Tokyo' }));
	await expect(time).toHaveAttribute('title', new RegExp(`${instant.slice(11, 26)} UTC`));
	await expect(page.getByRole('group', { name: 'Time zone' }).first()).toContainText('Asia/Tokyo');
});

test('pages carry a strict policy, and answers are not kept on the way', async ({ request }) => {
	const headers = (await request.get('/search')).headers();
	const policy = headers['content-security-policy'] ?? '';
	expect(policy).toMatch(/script-src [^;]*'nonce-[^']+'/);
	expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
	expect(policy).toContain("frame-ancestors 'none'");
	expect(policy).not.toMatch(/https?:/);
	expect(headers['x-content-type-options']).toBe('nosniff');
	expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
	expect((await request.get('/v1/status')).headers()['cache-control']).toBe('no-store');
});
