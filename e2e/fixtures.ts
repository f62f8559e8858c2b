import AxeBuilder from '@axe-core/playwright';
import { type Browser, test as base, expect, type Page } from '@playwright/test';
import { PASSWORD, USER, WEB_URL } from './env';

type StorageState = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;

/** Signs in through the form of the page that is open. */
export async function signIn(page: Page, name = USER, password = PASSWORD): Promise<void> {
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** The list of events. */
export function events(page: Page) {
	return page.getByRole('table', { name: 'Events', exact: true });
}

/** Its rows. */
export function rows(page: Page) {
	return events(page).getByRole('link');
}

/** The event that is open. */
export function drawer(page: Page) {
	return page.getByRole('complementary', { name: /^Event / });
}

/** The box the query is typed into. */
export function queryBox(page: Page) {
	return page.getByRole('combobox', { name: 'Query' });
}

/** The fields at the side. */
export function facets(page: Page) {
	return page.getByRole('region', { name: 'Filters', exact: true });
}

/** The whole query in the address. */
export function queryOf(page: Page): string {
	return new URL(page.url()).searchParams.get('q') ?? '';
}

/** What the page has of the address is `q`. */
export async function expectQuery(page: Page, q: string): Promise<void> {
	await expect.poll(() => queryOf(page)).toBe(q);
}

/** How many events the page says there are, once it has counted. */
export async function totalOf(page: Page): Promise<number> {
	const words = page.getByText(/^[\d,]+ events?, exact$/);
	await expect(words).toBeVisible();
	return Number(((await words.textContent()) ?? '').replace(/\D/g, ''));
}

/** The first rows are there. */
export async function expectRows(page: Page): Promise<void> {
	await expect(rows(page).first()).toBeVisible();
}

/** Opens the search and waits for its rows. */
export async function openSearch(page: Page, query = ''): Promise<void> {
	await page.goto(`/search${query}`);
	await expectRows(page);
}

const RULES: Readonly<Record<'all' | 'of colours', Parameters<AxeBuilder['options']>[0]>> = {
	all: {},
	'of colours': { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
};

/** What axe finds on the page as it stands, of all its rules or of those that a theme can break. */
async function findings(page: Page, rules: keyof typeof RULES): Promise<string[]> {
	// colours that fade over are none of either theme; what goes on for ever is waited for by nobody
	await page.evaluate(() =>
		Promise.all(
			document
				.getAnimations()
				.filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
				.map((animation) => animation.finished.catch(() => undefined)),
		),
	);
	// one run in the page, which has no frame of another origin: the runs by frame write down every node that passed, and check the
	// writing in a page of its own, which takes most of the time on a page of many rows
	const axe = new AxeBuilder({ page }).setLegacyMode();
	// of what passed one node is enough, and no rule here reads style sheets or films
	axe.options({ resultTypes: ['violations'], preload: false, ...RULES[rules] });
	const { violations } = await axe.analyze();
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Axe finds nothing on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
	expect(await findings(page, 'all')).toEqual([]);
}

/** Axe finds nothing in either theme: a theme changes colours alone, so the other one is asked for those. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
	await expectAccessible(page);
	const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
	await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' });
	expect(await findings(page, 'of colours')).toEqual([]);
	await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
}

interface Options {
	/** Whether \`page\` has a session; false for a stranger. */
	readonly signedIn: boolean;
	/** Console errors that the test itself provokes. */
	readonly expectedErrors: RegExp | undefined;
}

interface Worker {
	readonly session: StorageState;
}

/** `page` is signed in; an error on the browser's console fails the test. */
export const test = base.extend<Options, Worker>({
	signedIn: [true, { option: true }],
	expectedErrors: [undefined, { option: true }],
	session: [
		async ({ browser }, use) => {
			const context = await browser.newContext({ baseURL: WEB_URL });
			const page = await context.newPage();
			await page.goto('/sign-in');
			await signIn(page);
			await page.waitForURL('**/search');
			await use(await context.storageState());
			await context.close();
		},
		{ scope: 'worker' },
	],
	storageState: async ({ session, signedIn }, use) => use(signedIn ? session : { cookies: [], origins: [] }),
	page: async ({ page, expectedErrors }, use) => {
		const errors: string[] = [];
		page.on('pageerror', (error) => errors.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error' && !expectedErrors?.test(message.text())) errors.push(`${message.text()} ${message.location().url}`);
		});
		const goto = page.goto.bind(page);
		// what is pressed before a page of ours takes keys is lost, on a slow machine more often
		page.goto = async (...args) => {
			const response = await goto(...args);
			await page.waitForFunction(() => !('__next_f' in window) || 'hydrated' in document.documentElement.dataset);
			return response;
		};
		await use(page);
		expect(errors).toEqual([]);
	},
});

export { expect };
