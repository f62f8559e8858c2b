import { layout, type Point } from '@/lib/authority/layout/layout';
import type { LayoutLink } from '@/lib/authority/layout/links';

/** Asks for places; `turn` tells which answer belongs to which question. */
export interface LayoutQuestion {
	readonly turn: number;
	readonly nodes: readonly string[];
	readonly links: readonly LayoutLink[];
	/** Where nodes stood; empty draws anew. */
	readonly previous: ReadonlyMap<string, Point>;
}

export interface LayoutAnswer {
	readonly turn: number;
	readonly places: ReadonlyMap<string, Point>;
}

self.addEventListener('message', ({ data }: MessageEvent<LayoutQuestion>) => {
	const start = performance.now();
	const answer: LayoutAnswer = { turn: data.turn, places: layout(data) };
	// the last one alone: a page may stay open for days
	performance.clearMeasures('layout');
	performance.measure('layout', { start });
	self.postMessage(answer);
});
