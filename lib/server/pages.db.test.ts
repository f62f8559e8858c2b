import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedEvents } from '../../db/testing/seed-events';
import type { Membership } from '../access/roles';
import { type AskerHeaders, sessionHeaders } from './testing/askers';
import { withinRequest } from './testing/call-route';
import { type ConsoleDatabase, useConsoleDatabase } from './testing/console-database';
import { setWebEnv } from './testing/web-env';

const APP = fileURLToPath(new URL('../../app', import.meta.url));
const HERE = 'zn_here';
const ELSEWHERE = 'zn_elsewhere';
const MICROS = 1_764_000_000_000_000n;

/**
 * Pages that are for others than those who may read evidence in some zone: for whoever is signed in, for whoever is but not yet
 * let in, for everybody. `/` and `/settings` only lead on. A page that is not here leads everybody else away, or the test fails.
 */
const RULES: Readonly<Record<string, 'signed in' | 'not let in' | 'everybody' | 'leads on'>> = {
	'/': 'leads on',
	'/settings': 'leads on',
	'/settings/account': 'signed in',
	'/settings/users': 'signed in',
	'/settings/tokens': 'signed in',
	'/api': 'signed in',
	'/password': 'not let in',
	'/no-role': 'not let in',
	'/sign-in': 'everybody',
};

type Page = (props: { params: Promise<object>; searchParams: Promise<object> }) => unknown;

/** Every page of app/ by its path. */
const pages = readdirSync(APP, { recursive: true, encoding: 'utf8' })
	.filter((file) => /(^|\/)page\.tsx$/.test(file))
	.map((file): [path: string, file: string] => {
		const parts = dirname(file)
			.split('/')
			.filter((part) => part !== '.' && !/^\(.*\)$/.test(part));
		return [`/${parts.join('/')}`, file];
	});

let database: ConsoleDatabase;
const askers = new Map<string, AskerHeaders>();

beforeAll(async () => {
	setWebEnv();
	database = await useConsoleDatabase();
	for (const zone of [HERE, ELSEWHERE])
		await seedEvents(database.owner, [{ zone, at: MICROS, requestId: `req-${zone}`, metadata: { application_name: `secret-of-${zone}` } }]);
	const of = (memberships: readonly Membership[], mustChange = false) => sessionHeaders(database.owner, memberships, mustChange);
	askers.set('nobody', {});
	askers.set('who must choose a password', await of([{ zoneId: null, role: 'admin' }], true));
	askers.set('who has no role', await of([]));
	askers.set('a viewer', await of([{ zoneId: HERE, role: 'viewer' }]));
	askers.set('an admin of one zone', await of([{ zoneId: HERE, role: 'admin' }]));
	askers.set('an admin', await of([{ zoneId: null, role: 'admin' }]));
}, 60_000);
afterAll(() => database?.close());

/** Where a page leads, from what Next's `redirect` and `notFound` throw; null for any other failure. */
function ledTo(error: unknown): string | null {
	const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : '';
	return /^NEXT_REDIRECT;\w+;([^;]*);/.exec(digest)?.[1] ?? (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK;404') ? 'not found' : null);
}

/** What a page shows an asker, as text, or where it leads them. */
async function open(path: string, file: string, asker: string): Promise<{ shown: string } | { ledTo: string }> {
	const { default: page } = (await import(/* @vite-ignore */ join(APP, file))) as { default: Page };
	const params = Object.fromEntries(
		[...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => [name, name === 'id' ? `req-${HERE}` : name === 'seq' ? '1' : HERE]),
	);
	const headers = new Headers({ host: 'console.test', 'x-path': path, ...askers.get(asker) });
	const searchParams = { last: 'all' };
	try {
		const drawn = await withinRequest(path, headers, async () => {
			let at: unknown = await page({ params: Promise.resolve(params), searchParams: Promise.resolve(searchParams) });
			// a page may leave all of its work to a server component
			while (isAsyncElement(at)) at = await at.type(at.props);
			return at;
		});
		return { shown: inspect(drawn, { depth: 40, maxArrayLength: null, maxStringLength: null }) };
	} catch (error) {
		const place = ledTo(error);
		if (place === null) throw error;
		return { ledTo: place };
	}
}

function isAsyncElement(at: unknown): at is { type: (props: unknown) => Promise<unknown>; props: unknown } {
	return (
		typeof at === 'object' && at !== null && 'type' in at && typeof at.type === 'function' && at.type.constructor.name === 'AsyncFunction'
	);
}

test('every rule is about a page', () => {
	expect(pages.map(([path]) => path)).toEqual(expect.arrayContaining(Object.keys(RULES)));
});

describe.each(pages)('%s', (path, file) => {
	const rule = RULES[path] ?? 'evidence';
	if (rule === 'leads on' || rule === 'everybody') {
		test('shows nothing but where to go', async () => {
			for (const asker of askers.keys()) {
				const text = inspect(await open(path, file, asker));
				for (const zone of [HERE, ELSEWHERE]) expect(text).not.toContain(`secret-of-${zone}`);
			}
		});
		return;
	}

	test('leads away who may not read it', async () => {
		expect(await open(path, file, 'nobody')).toMatchObject({ ledTo: expect.stringMatching(/^\/sign-in\?/) });
		if (path === '/password') return;
		expect(await open(path, file, 'who must choose a password')).toMatchObject({ ledTo: expect.stringMatching(/^\/password\?/) });
		if (rule === 'evidence')
			expect(await open(path, file, 'who has no role')).toMatchObject({ ledTo: expect.stringMatching(/^\/no-role\?/) });
	});

	test('shows others no event and no account that is not theirs to see', async () => {
		for (const asker of ['a viewer', 'an admin of one zone', 'who has no role']) {
			const text = inspect(await open(path, file, asker), { maxStringLength: null });
			expect(text, asker).not.toContain(`secret-of-${ELSEWHERE}`);
			if (asker === 'who has no role') expect(text).not.toContain(`secret-of-${HERE}`);
			// rows of accounts and of tokens
			if (path.startsWith('/settings')) expect(text, asker).not.toMatch(/must_change_password|last_used_at/);
		}
	});
});

test('a page shows what its reader may see', async () => {
	const search = pages.find(([path]) => path === '/search');
	const users = pages.find(([path]) => path === '/settings/users');
	const [searchFile, usersFile] = [search?.[1] ?? '', users?.[1] ?? ''];
	expect(inspect(await open('/search', searchFile, 'a viewer'), { maxStringLength: null })).toContain(`secret-of-${HERE}`);
	expect(inspect(await open('/search', searchFile, 'an admin'), { maxStringLength: null })).toContain(`secret-of-${ELSEWHERE}`);
	const rows = /must_change_password/;
	expect(inspect(await open('/settings/users', usersFile, 'an admin'), { maxStringLength: null })).toMatch(rows);
	expect(inspect(await open('/settings/users', usersFile, 'an admin of one zone'), { maxStringLength: null })).not.toMatch(rows);
});
