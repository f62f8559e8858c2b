import { readFile } from 'node:fs/promises';
import type { Browser, Page } from '@playwright/test';
import { expect } from './fixtures';

interface TraceEvent {
	readonly name: string;
	readonly ph: string;
	readonly pid: number;
	readonly tid: number;
	/** Of the thread's own time, in microseconds. */
	readonly tdur?: number;
}

/**
 * The longest task of the page's thread while something is done that draws, in milliseconds of the thread's own time.
 * @param path where the trace may be written
 */
export async function longestTaskMs(browser: Browser, page: Page, path: string, act: () => Promise<void>): Promise<number> {
	await browser.startTracing(page, { path, categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
	await act();
	await browser.stopTracing();
	const { traceEvents }: { traceEvents: readonly TraceEvent[] } = JSON.parse(await readFile(path, 'utf8'));
	const drawing = traceEvents.find((event) => event.name === 'FireAnimationFrame');
	const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && event.pid === drawing?.pid && event.tid === drawing.tid);
	expect(tasks.length).toBeGreaterThan(80);
	return Math.max(...tasks.map((task) => task.tdur ?? 0)) / 1000;
}
