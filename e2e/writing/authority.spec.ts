import type { APIRequestContext, Page } from '@playwright/test';
import type { AuthorityGraph, AuthorityRevocation, AuthorityRevocations } from '../../lib/api/authority';
import { sessionTitle } from '../../lib/authority/drawing';
import type { GraphNode, Neighbourhood } from '../../lib/authority/neighbourhood';
import { formatMillis, plural } from '../../lib/events/amounts';
import { shortId } from '../../lib/events/visible';
import { type AuthorityState, authorityHref, revocationsHref } from '../../lib/url/authority';
import { createAccount, firstSignIn, nameOf } from '../accounts';
import { expect, expectAccessible, expectAccessibleInBothThemes, test } from '../fixtures';
import { longestTaskMs } from '../longest-task';
import { playedStories, type Story, type StoryName } from '../stories';

// one worker waits for the stories once, and their tests follow in order
test.describe.configure({ mode: 'default' });

let stories: ReadonlyMap<StoryName, Story> = new Map();

test.beforeAll(async () => {
	// the ends of some of them are played in real time
	test.setTimeout(180_000);
	stories = await playedStories();
});

function story(name: StoryName): Story & { id: (of: string) => string; all: (of: string) => readonly string[] } {
	const found = stories.get(name);
	if (found === undefined) throw new Error(`${name} was not played`);
	const all = (of: string) => [found.ids[of] ?? []].flat();
	return { ...found, all, id: (of) => all(of)[0] ?? '' };
}

const api = (zone: string) => `/v1/zones/${encodeURIComponent(zone)}/authority`;
const canvas = (page: Page) => page.locator('[data-graph]');
const nodes = (page: Page) => canvas(page).locator('.react-flow__node');
const selected = (page: Page) => page.getByRole('complementary', { name: 'Selected' });
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
const overflow = (page: Page) =>
	page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.querySelector('main')?.scrollWidth ?? 0) - innerWidth);

/** The graph around the root of delegation-tree, as the API gives it, once all of it has come. */
async function treeGraph(request: APIRequestContext): Promise<{ answer: AuthorityGraph; state: Partial<AuthorityState>; root: string }> {
	const { zone, id, all } = story('delegation-tree');
	const root = id('root session');
	const read = async (): Promise<AuthorityGraph> => (await request.get(`${api(zone)}/graph?session=${root}&depth=5`)).json();
	await expect
		.poll(async () => (await read()).graph?.nodes.map((node) => node.id).sort(), { timeout: 60_000 })
		.toEqual([...all('sessions')].sort());
	return { answer: await read(), root, state: { zone, focus: { kind: 'session', id: root }, depth: 5 } };
}

/** Everything below a session of a tree, and itself. */
function below({ edges }: Neighbourhood, from: string): ReadonlySet<string> {
	const found = new Set([from]);
	for (const id of found) for (const { source, target } of edges) if (source === id) found.add(target);
	return found;
}

test('delegation-tree: drawn, walked by keys, as a table, and struck in a link that a second user opens', async ({
	page,
	request,
	context,
	browser,
}) => {
	test.slow();
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	const { answer, state, root } = await treeGraph(request);
	const { graph } = answer;
	const { zone } = story('delegation-tree');
	expect(graph.edges).toHaveLength(graph.nodes.length - 1);
	const colleague = nameOf('colleague');
	const given = await createAccount(page, colleague, [zone]);

	await page.goto('/authority');
	await expect(page.getByRole('heading', { name: 'Who may act for whom?' })).toBeVisible();
	await expectAccessible(page);
	await page.goto(authorityHref({ ...state, focus: null }));
	await page.keyboard.press('/');
	await page.keyboard.type(root);
	await expect(page.getByRole('option', { name: /^session orchestrator/ })).toBeVisible();
	await page.keyboard.press('Enter');
	await expect.poll(() => param(page, 'focus')).toBe(`session:${root}`);
	await expect(page.getByRole('status').filter({ hasText: `${graph.nodes.length} sessions, nothing left out` })).toBeVisible();
	await expect(nodes(page)).toHaveCount(graph.nodes.length);

	// along the delegations, from the root to an end of the tree and back
	await canvas(page).focus();
	await page.keyboard.press('ArrowRight');
	await expect.poll(() => param(page, 'selected')).toBe(`session:${root}`);
	await expect(selected(page)).toContainText('Nobody delegated to it');
	const walked = [root];
	for (;;) {
		const from = walked.at(-1) ?? root;
		const next = graph.edges.filter(({ source }) => source === from).map(({ target }) => `session:${target}`);
		if (next.length === 0) break;
		await page.keyboard.press('ArrowRight');
		await expect.poll(() => next.includes(param(page, 'selected') ?? '')).toBe(true);
		walked.push((param(page, 'selected') ?? '').slice('session:'.length));
	}
	expect(walked.length).toBeGreaterThanOrEqual(3);
	const leaf = graph.nodes.find(({ id }) => id === walked.at(-1)) as GraphNode;
	await expect(selected(page)).toContainText(`${sessionTitle(leaf)} is active.`);
	const scopes = selected(page).getByRole('region', { name: 'What it can do, and through whom' });
	// each came over all that was walked
	await expect(scopes.getByRole('row').nth(1).getByRole('button')).toHaveCount(walked.length - 1);
	await page.keyboard.press('ArrowLeft');
	await expect.poll(() => param(page, 'selected')).toBe(`session:${walked.at(-2)}`);
	await page.keyboard.press('ArrowDown');
	await expect.poll(() => walked.includes((param(page, 'selected') ?? '').slice('session:'.length))).toBe(false);

	// the same as a table
	await page.keyboard.press('Escape');
	await expect(selected(page)).toHaveCount(0);
	await page.keyboard.press('v');
	const rows = (name: string) => page.getByRole('table', { name }).getByRole('row');
	await expect(rows('Sessions')).toHaveCount(graph.nodes.length + 1);
	await expect(rows('Delegations')).toHaveCount(graph.edges.length + 1);
	await page.getByRole('table', { name: 'Delegations' }).getByRole('button', { name: 'Scopes' }).click();
	await page.getByRole('table', { name: 'Delegations' }).getByRole('button', { name: 'Scopes' }).click();
	await expect(page.getByRole('columnheader', { name: 'Scopes' })).toHaveAttribute('aria-sort', 'descending');
	const counts = await rows('Delegations').evaluateAll((all) =>
		all.slice(1).map((row) => Number.parseInt(row.children[3]?.textContent ?? '', 10)),
	);
	expect(counts).toEqual([...counts].sort((a, b) => b - a));
	await expectAccessibleInBothThemes(page);
	const csv = await request.get((await page.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '');
	expect((await csv.text()).match(/edge_\w+/g)?.length ?? 0).toBeGreaterThanOrEqual(graph.edges.length);

	// what if a session of the second level were gone
	const struck = walked[1] ?? '';
	const gone = below(graph, struck);
	const goneEdges = graph.edges.filter(({ source, target }) => gone.has(source) || gone.has(target)).length;
	await page.goto(authorityHref({ ...state, selected: { kind: 'session', id: struck } }));
	await selected(page).getByRole('button', { name: 'Strike it out' }).click();
	const words = `What if: 1 thing struck out. ${plural(gone.size, 'node')} and ${plural(goneEdges, 'delegation')} of this drawing would be gone or cut off.`;
	await expect(page.getByText(words)).toBeVisible();
	await expect(nodes(page).filter({ hasText: 'struck out' })).toHaveCount(gone.size);
	await expectAccessibleInBothThemes(page);
	await page.keyboard.press('y');
	await expect(page.getByText('Link copied')).toBeVisible();
	const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
	const theirs = await firstSignIn(browser, colleague, given, `${link.pathname}${link.search}`);
	await expect(theirs.getByText(words)).toBeVisible();
	await expect(nodes(theirs).filter({ hasText: 'struck out' })).toHaveCount(gone.size);
	// nothing was written
	await theirs.getByRole('button', { name: 'Put everything back' }).click();
	await expect(nodes(theirs).filter({ hasText: 'active' })).toHaveCount(graph.nodes.length);
	await theirs.context().close();
});

test('revocation-cascade: the board with its words, counts and times, and the time-lapse by keys', async ({ page, request }) => {
	test.slow();
	const { zone, id, all } = story('revocation-cascade');
	const [edges, sessions, late] = [all('fallen edges').length, all('fallen sessions').length, all('late requests')];
	const inZone = { headers: { accept: 'application/json' } };
	let seq = 0;
	await expect
		.poll(
			async () => {
				const { revocations }: AuthorityRevocations = await (await request.get(`${api(zone)}/revocations`, inZone)).json();
				const item = revocations?.find(({ revocation }) => revocation.id === id('revoked edge'));
				seq = item?.revocation.seq ?? 0;
				return [item?.violations, item?.fallen?.edges, item?.fallen?.sessions];
			},
			{ timeout: 60_000 },
		)
		.toEqual([late.length, edges, sessions]);
	const read = async (): Promise<AuthorityRevocation> => (await request.get(`${api(zone)}/revocations/${seq}`)).json();
	await expect.poll(async () => (await read()).consumers.filter(({ ackedAfterMs }) => ackedAfterMs !== null).length).toBe(4);
	const answer = await read();

	await page.goto(revocationsHref(zone));
	const row = page.getByRole('row').filter({ has: page.locator(`a[href*="/revocations/${seq}?"]`) });
	await expect(row).toContainText(`${edges} delegations, ${sessions} sessions fell`);
	await expect(row).toContainText('2 uses after it');
	await expectAccessible(page);
	await row.getByRole('link').click();

	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		/^4\sof\s5\sconsumers\sacknowledged\swithin\s[\d.]+\ss;\sgw-eu-2\shas\snot\s(been\sheard\sof|acknowledged\sand\sis\slate);\s2\suses\safter\sthe\srevocation\sare\son\srecord;.*\sGateway\srefusals\sare\snot\saudited\sby\sCaracal,\sso\sabsence\sof\srefusals\sproves\snothing\.$/,
	);
	await expect(page.getByText('did not hold')).toBeVisible();

	const fell = page.getByRole('region', { name: 'What fell' });
	await expect(fell).toContainText(`${edges} delegations, ${sessions} sessions`);
	const fallen = fell.getByRole('table').getByRole('row');
	await expect(fallen).toHaveCount(1 + edges + sessions);
	await expect(fell).toContainText('delegations, as many as are computed');
	expect(answer.cascade.counted).toMatchObject({ announced: edges - 1, isEqual: true });
	const { counts } = answer.cascade;
	expect(counts.announced + counts.confirmed + counts.computed).toBe(edges + sessions);
	for (const [word, count] of Object.entries(counts)) await expect(fallen.filter({ hasText: word })).toHaveCount(count);
	// every ended session is named by an event; of the delegations some are only counted
	await expect(fallen.filter({ hasText: 'session of' }).filter({ hasText: /confirmed|announced/ })).toHaveCount(sessions);
	const computed = answer.cascade.members.filter(({ known }) => known === 'computed').map((member) => member.id);
	expect(computed.length).toBeGreaterThan(0);
	expect(all('unannounced edges')).toEqual(expect.arrayContaining(computed));

	const heard = page.getByRole('region', { name: 'Who has heard' });
	await expect(heard).toContainText('5 consumers');
	const consumer = (name: string) => heard.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });
	// what the story waits before it acknowledges: the record cannot say less
	for (const [name, leastMs] of [
		['sts-revocation', 200],
		['gw-eu-1', 900],
		['gw-us-1', 1300],
		['resource-revocation', 1800],
	] as const) {
		const ackedMs = answer.consumers.find((each) => each.name === name)?.ackedAfterMs ?? 0;
		expect(ackedMs, name).toBeGreaterThanOrEqual(leastMs);
		await expect(consumer(name)).toContainText(formatMillis(ackedMs));
	}
	const slow = consumer('gw-eu-2');
	await expect(slow).toContainText(/late|unknown/);
	await expect(slow).toContainText(/\d+\sentries\snot acknowledged/);
	await expect(heard.getByText('Slowest known').locator('..')).toContainText(/\d\ss$/);

	const held = page.getByRole('region', { name: 'Did it hold' });
	await expect(held).toContainText('No. 2 uses got through after the revocation.');
	for (const [i, lag] of [/\+6\.8\d\d\ss/, /\+27\.6\d\d\ss/].entries()) {
		const use = held.getByRole('listitem').filter({ has: page.locator(`a[href*="/requests/${late[i]}"]`) });
		await expect(use).toContainText(lag);
		await expect(use).toContainText(['refund-bot', 'invoice-bot'][i] ?? '');
		await expect(use).toContainText('resource://ledger');
	}
	await expect(held.getByText('Calls that were under way: 1')).toBeVisible();
	await expect(nodes(page).filter({ hasText: 'billing' })).toBeVisible();
	await expectAccessibleInBothThemes(page);

	// from the revocation on, event by event
	const standing = page.getByRole('region', { name: 'Time-lapse' }).locator('[data-lapse]');
	await expect(standing).toContainText(`${edges} of ${edges} delegations and ${sessions} of ${sessions} sessions down`);
	await page.keyboard.press('Home');
	await expect.poll(() => param(page, 't')).toBe('0');
	await expect(standing).toContainText('+0.000');
	await expect(standing).not.toContainText(`${sessions} of ${sessions} sessions down`);
	await expect(nodes(page).filter({ hasText: 'falls at' }).first()).toBeVisible();
	await page.keyboard.press('.');
	await expect.poll(() => Number(param(page, 't'))).toBeGreaterThan(0);
	const first = Number(param(page, 't'));
	await page.keyboard.press('.');
	await expect.poll(() => Number(param(page, 't'))).toBeGreaterThan(first);
	await expect(fell.locator('[aria-current=step]')).toHaveCount(1);
	await page.keyboard.press(',');
	await expect.poll(() => Number(param(page, 't'))).toBe(first);
	await page.keyboard.press('k');
	await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
	await page.keyboard.press('End');
	await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
	await expect.poll(() => param(page, 't')).toBeNull();
	await expect(standing).toContainText(`${sessions} of ${sessions} sessions down`);
	await page.keyboard.press('v');
	await expect(canvas(page)).toHaveCount(0);
	// the same session when it had just begun, and now
	const billing = answer.edges[id('revoked edge')]?.row.target?.value ?? '';
	const focus = { kind: 'session', id: billing } as const;
	const began = answer.sessions[billing]?.row.started?.at ?? 0;
	await page.goto(authorityHref({ zone, focus, at: BigInt(began) + 1n }));
	await expect(page.getByText(/^As of /)).toBeVisible();
	await expect(nodes(page).filter({ hasText: 'billing' })).toContainText('active');
	await page.getByRole('button', { name: 'Back to now' }).click();
	// what is chosen is in the address first, and drawn then
	await page.getByRole('checkbox', { name: 'with what is over' }).click();
	await expect(nodes(page).filter({ hasText: 'billing' })).toContainText('ended');
});

const MANY = 2_000;
/** Runs of which the best counts: other work on the machine only ever adds. */
const RUNS = 2;

/** A tree of as many sessions: the given one over and over below one root. */
function grown({ nodes: own, edges, parents }: Neighbourhood, root: string, count: number): Neighbourhood {
	const nodes: GraphNode[] = [];
	const made = { nodes, edges: [] as Neighbourhood['edges'][number][], parents: [] as Neighbourhood['parents'][number][] };
	for (let copy = 0; nodes.length < count; copy++) {
		const name = (id: string) => (id === root ? id : `${id}-${copy}`);
		nodes.push(...own.filter(({ id }) => copy === 0 || id !== root).map((node) => ({ ...node, id: name(node.id) })));
		made.edges.push(
			...edges.map((edge) => ({
				...edge,
				row: { ...edge.row, id: `${edge.row.id}-${copy}` },
				source: name(edge.source),
				target: name(edge.target),
			})),
		);
		made.parents.push(...parents.map(({ parent, child }) => ({ parent: name(parent), child: name(child) })));
	}
	const kept = nodes.slice(0, count);
	const isKept = new Set(kept.map(({ id }) => id));
	return {
		...{ nodes: kept, nodesLeftOut: MANY - count, edgesLeftOut: 0, isCountFloor: false, beyond: 0 },
		edges: made.edges.filter(({ source, target }) => isKept.has(source) && isKept.has(target)),
		parents: made.parents.filter(({ parent, child }) => isKept.has(parent) && isKept.has(child)),
	};
}

test('2,000 sessions are drawn when they are asked for, placed by a worker, without a long task', async ({
	page,
	request,
	browser,
}, info) => {
	test.slow();
	const { answer, state, root } = await treeGraph(request);
	const bodies = new Map([300, MANY].map((count) => [count, JSON.stringify({ ...answer, graph: grown(answer.graph, root, count) })]));
	await page.route('**/authority/graph?*', (route) => {
		const limit = Number(new URL(route.request().url()).searchParams.get('limit') ?? 300);
		return route.fulfill({ contentType: 'application/json', body: bodies.get(limit) ?? '' });
	});
	const overview = (count: string) => page.getByRole('img', { name: `Overview of ${count} nodes` });
	const longest: number[] = [];
	for (let run = 0; run < RUNS; run++) {
		await page.goto(authorityHref(state));
		await expect(page.getByRole('status').filter({ hasText: '300 sessions, 1,700 sessions within reach not drawn' })).toBeVisible();
		await expect(overview('300')).toBeVisible();
		longest.push(
			await longestTaskMs(browser, page, info.outputPath(`many-${run}.json`), async () => {
				await page.getByRole('button', { name: 'Draw up to 2,000' }).click();
				await expect(overview('2,000')).toBeVisible();
				await page.mouse.move(700, 500);
				await page.mouse.down();
				for (let i = 1; i <= 30; i++) await page.mouse.move(700 - i * 8, 500 - i * 10);
				await page.mouse.up();
			}),
		);
	}
	info.annotations.push({ type: 'longest task of each run, ms', description: longest.map((ms) => ms.toFixed(1)).join(', ') });
	// 50 ms is the aim; a busy machine takes longer for the same work
	expect(Math.min(...longest)).toBeLessThanOrEqual(250);
	await expect(page.getByRole('status').filter({ hasText: '2,000 sessions, nothing left out' })).toBeVisible();
	const [worker] = page.workers();
	const took = await worker?.evaluate(() => performance.getEntriesByName('layout').map(({ duration }) => duration));
	info.annotations.push({ type: 'layout in its worker, ms', description: String(took?.map((ms) => ms.toFixed(0))) });
	expect(took).toHaveLength(1);
	// what is in sight is drawn, and no more
	expect(await nodes(page).count()).toBeGreaterThan(5);
	expect(await nodes(page).count()).toBeLessThan(200);
});

test.describe('a phone', () => {
	test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

	test('shows graph, drawer and board without scrolling sideways', async ({ page, request }) => {
		const { state, root } = await treeGraph(request);
		await page.goto(authorityHref({ ...state, selected: { kind: 'session', id: root } }));
		await expect(selected(page)).toContainText('Nobody delegated to it');
		expect(await overflow(page)).toBeLessThanOrEqual(0);
		await expectAccessible(page);
		await selected(page).getByRole('button', { name: 'Close' }).tap();
		await expect(nodes(page).first()).toBeVisible();
		const { zone, id } = story('revocation-cascade');
		await page.goto(revocationsHref(zone));
		await page.getByRole('link', { name: `Delegation ${shortId(id('revoked edge'))} was revoked` }).tap();
		await expect(page.getByRole('region', { name: 'Did it hold' })).toContainText('2 uses got through');
		expect(await overflow(page)).toBeLessThanOrEqual(0);
		await expectAccessible(page);
	});
});
