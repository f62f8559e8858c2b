'use client';

import { useEffect, useRef, useState } from 'react';
import type { Drawing } from '@/lib/authority/drawing';
import type { Point } from '@/lib/authority/layout/layout';
import type { LayoutAnswer, LayoutQuestion } from './layout-worker';

export type Places = ReadonlyMap<string, Point>;
const NOWHERE: Places = new Map();

/**
 * Places of a drawing, found in a web worker. While `anew` stays the same, what is already drawn keeps its place; null until the
 * first places are known.
 */
export function useLayout({ nodes, links }: Drawing, anew: string): Places | null {
	const [found, setFound] = useState<{ readonly anew: string; readonly places: Places } | null>(null);
	const latest = useRef(found);
	const worker = useRef<Worker | null>(null);
	const turn = useRef(0);
	useEffect(() => {
		const made = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
		worker.current = made;
		return () => {
			made.terminate();
			worker.current = null;
		};
	}, []);
	// the ids alone decide the places: a change of state moves nothing
	const shape = JSON.stringify([nodes.map(({ id }) => id), links.map(({ source, target }) => [source, target])]);
	useEffect(() => {
		const made = worker.current;
		if (made === null) return;
		const [ids, pairs] = JSON.parse(shape) as [string[], [string, string][]];
		const previous = latest.current?.anew === anew ? latest.current.places : NOWHERE;
		const mine = ++turn.current;
		const question: LayoutQuestion = { turn: mine, nodes: ids, links: pairs.map(([source, target]) => ({ source, target })), previous };
		const onAnswer = ({ data }: MessageEvent<LayoutAnswer>) => {
			if (data.turn !== mine) return;
			latest.current = { anew, places: data.places };
			setFound(latest.current);
		};
		made.addEventListener('message', onAnswer);
		made.postMessage(question);
		return () => made.removeEventListener('message', onAnswer);
	}, [shape, anew]);
	return found?.places ?? null;
}
