import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifierPage } from './verifier';

test('the page is one file whose policy allows its own script and style and no network', async () => {
	const page = await verifierPage();
	const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
	expect(policy).toContain("default-src 'none'");
	expect(policy).not.toMatch(/connect-src|unsafe|https?:/);
	for (const tag of ['script', 'style']) {
		const [, text = ''] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page) ?? [];
		expect(text.length).toBeGreaterThan(100);
		expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`);
	}
	expect(page).not.toMatch(/\ssrc=|<link|@import|\bfetch\(/);
	expect(page.length).toBeLessThan(60_000);
});
