import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { DATABASE_URL } from '../env';
import { expect, expectAccessibleInBothThemes, test } from '../fixtures';
import { writeSigned } from '../signed-events';

const run = Date.now().toString(36);
const ZONE = `integrity-${run}`;
const EVENTS = 12;
const CHANGED = 7;

test.describe.configure({ mode: 'default' });

test.beforeAll(async () => {
	await writeSigned(
		Array.from({ length: EVENTS }, (_, i) => ({
			id: randomUUID(),
			zone_id: ZONE,
			request_id: `req-${run}-${i}`,
			event_type: 'token_exchange',
			decision: i === CHANGED - 1 ? 'deny' : 'allow',
			evaluation_status: 'complete',
			determining_policies_json: [],
			diagnostics_json: [],
			metadata_json: { application_id: 'app_mailer', n: i },
			occurred_at: new Date(Date.now() - (EVENTS - i) * 1000).toISOString(),
		})),
	);
	// as its owner, with triggers off: what an attacker with the database can do
	const owner = postgres(DATABASE_URL, { max: 1, onnotice: () => {} });
	try {
		await expect
			.poll(
				async () => {
					const [row] = await owner<
						{ seq: string }[]
					>`select chain_seq::text as seq from chain_heads join zones using (zone_no) where zone_id = ${ZONE}`;
					return Number(row?.seq ?? 0);
				},
				{ timeout: 30_000 },
			)
			.toBe(EVENTS);
		await owner.begin(async (sql) => {
			await sql`set local session_replication_role = replica`;
			await sql`update ledger_events set decision = 'allow' where chain_seq = ${CHANGED} and zone_no = (select zone_no from zones where zone_id = ${ZONE})`;
		});
	} finally {
		await owner.end();
	}
});

test('an event changed by the owner of the database is found, named and shown beside what was signed; the chip tells it', async ({
	page,
}) => {
	await page.goto(`/integrity?zone=${ZONE}`);
	const chip = page.getByRole('link', { name: /^Integrity: / });
	// the hourly verification may have come to it already
	await expect(chip).toHaveAttribute('data-integrity', /unknown|broken/);
	await expect(
		page
			.getByRole('list', { name: `Ledger of ${ZONE}` })
			.getByRole('link')
			.first(),
	).toHaveAccessibleName(/^#1/);

	const dialog = page.getByRole('dialog', { name: 'Verify a ledger' });
	await expect(async () => {
		await page.keyboard.press('v');
		await expect(dialog).toBeVisible({ timeout: 500 });
	}).toPass();
	await expect(dialog.getByLabel('Zone')).toHaveValue(ZONE);
	await dialog.getByLabel('Deep').press('Space');
	await dialog.getByLabel('From place').press('Enter');
	await expect(dialog).toHaveCount(0);

	const findings = page.getByRole('region', { name: 'Findings' });
	// the newest is the deep one's
	const finding = findings.getByRole('link', { name: 'content mismatch' }).first();
	await expect(finding).toBeVisible();
	await expect(
		page.getByRole('region', { name: 'Verification' }).getByRole('listitem').filter({ hasText: ', deep' }).first(),
	).toBeVisible();
	await expect(chip).toHaveAttribute('data-integrity', 'broken');
	await expect(chip).toHaveAccessibleName('Integrity: Chain broken');
	await finding.focus();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/finding=/);

	const opened = page.getByRole('region', { name: `${ZONE}, #${CHANGED}` });
	await expect(opened).toContainText('The event was changed after it was stored.');
	await expect(opened.getByText('Expected', { exact: true })).toBeVisible();
	await expect(opened.getByText('Found', { exact: true })).toBeVisible();
	const near = opened.getByRole('table', { name: 'Events before and after' });
	await expect(near.getByRole('row')).toHaveCount(6);
	await expect(near.getByRole('row', { name: `#${CHANGED}` })).toContainText('columns do not give it');
	const sealed = opened.getByRole('table', { name: 'Row beside sealed bytes' });
	await expect(sealed.getByRole('row', { name: 'decision' })).toHaveText(/decision.*allow.*deny/);
	await expectAccessibleInBothThemes(page);
	await page.setViewportSize({ width: 390, height: 844 });
	const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(await overflow()).toBeLessThanOrEqual(0);
	await page.setViewportSize({ width: 1440, height: 900 });

	await page.keyboard.press('n');
	await page.keyboard.type('changed by a test');
	await page.keyboard.press('Enter');
	await expect(opened).toContainText('resolved by');
	await expect(opened).toContainText('changed by a test');
	await page.goto(`/search?zone=${ZONE}`);
	await expect(page.getByRole('link', { name: /^Integrity: Chain broken/ })).toBeVisible();
	await page.getByRole('link', { name: /^Integrity: / }).click();
	await expect(page).toHaveURL((url) => url.pathname === '/integrity' && url.searchParams.get('zone') === ZONE);
});

test('a gap in the stream is told over every view whose window it touches, and over no other', async ({ page }) => {
	const owner = postgres(DATABASE_URL, { max: 1, onnotice: () => {} });
	const from = '2026-01-05T02:10:00Z';
	await owner`insert into evidence_gaps (kind, source, from_at, to_at, entries)
		values ('trimmed', 'caracal.audit.events', ${from}, '2026-01-05T02:14:00Z', 17)`;
	try {
		await page.goto('/search?from=2026-01-05T00:00:00Z&to=2026-01-05T03:00:00Z');
		const notices = page.getByRole('status', { name: 'Notices' });
		await expect(notices).toContainText(
			'Evidence may be incomplete 2026-01-05 02:10 to 2026-01-05 02:14 UTC, because 17 entries were deleted from caracal.audit.events before they were read.',
		);
		await page.goto('/search?from=2026-01-06T00:00:00Z&to=2026-01-07T00:00:00Z');
		await expect(notices).not.toContainText('17 entries');
	} finally {
		await owner`delete from evidence_gaps where from_at = ${from}`;
		await owner.end();
	}
});
