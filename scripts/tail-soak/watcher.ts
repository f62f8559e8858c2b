import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { toError } from '../../lib/errors';
import { FrameReader } from '../../lib/tail/sse';
import { ROOT } from '../bootstrap/paths.mjs';
import type { DemoFacts } from '../demo/report';
import { inheritedEnv } from '../env';
import { findBrowser } from '../test/browser';

/** Who looks at the tail for the whole time. */
export interface TailWatcher {
	readonly name: string;
	/** Bytes its script holds, garbage left out; null when it is not a page. */
	heap(): Promise<number | null>;
	/** Rows that came; null when the page alone knows. */
	readonly rows: () => number | null;
	stop(): Promise<void>;
}

/** The page in a browser, signed in. */
async function openPage({ webUrl, user, password }: DemoFacts): Promise<TailWatcher> {
	const { path, libraryPath } = await findBrowser((line) => process.stderr.write(`${line}\n`));
	const env = libraryPath === undefined ? inheritedEnv() : { ...inheritedEnv(), LD_LIBRARY_PATH: libraryPath };
	const browser = await chromium.launch({ executablePath: path, env, args: ['--no-sandbox'] });
	const page = await browser.newPage();
	await page.goto(`${webUrl}/sign-in?callbackUrl=/tail`);
	await page.getByLabel('Name').fill(user);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
	await page.waitForURL('**/tail*');
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable');
	return {
		name: 'the page',
		heap: async () => {
			await session.send('HeapProfiler.collectGarbage');
			const { metrics } = await session.send('Performance.getMetrics');
			return metrics.find((metric) => metric.name === 'JSHeapUsedSize')?.value ?? null;
		},
		rows: () => null,
		stop: () => browser.close(),
	};
}

/** A client of the interface that reads frames and goes on from its last id when the stream ends. */
function openClient({ webUrl, apiToken }: DemoFacts): TailWatcher {
	const gone = new AbortController();
	let lastId: string | null = null;
	let rows = 0;
	const read = async () => {
		const resumed: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId };
		const headers = { authorization: `Bearer ${apiToken}`, ...resumed };
		const { body } = await fetch(`${webUrl}/v1/tail`, { headers, signal: gone.signal });
		const reader = new FrameReader();
		const decoder = new TextDecoder();
		for await (const chunk of body ?? [])
			for (const frame of reader.push(decoder.decode(chunk, { stream: true }))) {
				if (frame.event === 'events') rows += frame.data.split('"streamedAt"').length - 1;
				if (frame.id !== null) lastId = frame.id;
			}
	};
	const reading = (async () => {
		while (!gone.signal.aborted) {
			try {
				await read();
			} catch (error) {
				toError(error);
			}
			if (!gone.signal.aborted) await sleep(1000);
		}
	})();
	return {
		name: 'a client of the interface',
		heap: async () => null,
		rows: () => rows,
		stop: async () => {
			gone.abort();
			await reading;
		},
	};
}

/** The page, where this console has one, or else a client. */
export async function openWatcher(facts: DemoFacts): Promise<TailWatcher> {
	return existsSync(join(ROOT, 'app', '(console)', 'tail', 'page.tsx')) ? openPage(facts) : openClient(facts);
}
