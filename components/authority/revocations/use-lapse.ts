'use client';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { instantAt, shareOf, stepFrom } from '@/lib/authority/time-lapse';
import type { PlaySpeed } from '@/lib/url/authority';

/** At the usual speed a cascade is played in this long, whatever it took. */
const PLAY_MS = 6_000;
const FRAME_MS = 66;
/** Where motion is not wanted, it goes from event to event instead. */
const STILL_MS = 900;

const QUERY = '(prefers-reduced-motion: reduce)';

function onStillness(onChange: () => void): () => void {
	const media = window.matchMedia(QUERY);
	media.addEventListener('change', onChange);
	return () => media.removeEventListener('change', onChange);
}

const useStillness = () =>
	useSyncExternalStore(
		onStillness,
		() => window.matchMedia(QUERY).matches,
		() => false,
	);

export interface Lapse {
	/** Where it stands, in milliseconds from the revocation; null: at its end. */
	readonly ms: number | null;
	readonly isPlaying: boolean;
	readonly toggle: () => void;
	readonly step: (direction: 1 | -1) => void;
	/** Follows the pointer, without a word in the address yet. */
	readonly scrub: (ms: number) => void;
	/** Goes to an instant, and stops there. */
	readonly show: (ms: number | null) => void;
}

interface Options {
	readonly steps: readonly number[];
	/** Whole milliseconds, at least 1. */
	readonly lengthMs: number;
	/** Where the address says it stands. */
	readonly shownMs: number | null;
	readonly speed: PlaySpeed;
	/** Puts an instant into the address: when it stands, not while it moves. */
	readonly onShow: (ms: number | null) => void;
}

/** Plays a cascade, scrubs it, and steps through it by event. */
export function useLapse({ steps, lengthMs, shownMs, speed, onShow }: Options): Lapse {
	const isStill = useStillness();
	/** While it moves; null: it stands where the address says. */
	const [moving, setMoving] = useState<{ readonly ms: number; readonly isPlaying: boolean } | null>(null);
	useEffect(() => {
		if (moving?.isPlaying !== true) return;
		const timer = setTimeout(
			() => {
				const next = isStill
					? stepFrom(steps, moving.ms, 1)
					: instantAt(shareOf(moving.ms, lengthMs) + (FRAME_MS * speed) / PLAY_MS, lengthMs);
				if (next !== null && next < lengthMs) setMoving({ ms: next, isPlaying: true });
				else {
					setMoving(null);
					onShow(null);
				}
			},
			isStill ? STILL_MS / speed : FRAME_MS,
		);
		return () => clearTimeout(timer);
	}, [moving, isStill, steps, lengthMs, speed, onShow]);
	const isPlaying = moving?.isPlaying === true;
	const ms = moving === null ? (shownMs !== null && shownMs >= lengthMs ? null : shownMs) : moving.ms;
	// keys may come faster than what they show is drawn
	const standing = useRef(ms);
	useEffect(() => {
		standing.current = ms;
	}, [ms]);
	const show = (to: number | null) => {
		const shown = to === null || to >= lengthMs ? null : Math.round(to);
		standing.current = shown;
		setMoving(null);
		onShow(shown);
	};
	return {
		ms,
		isPlaying,
		toggle: () => (isPlaying ? show(ms) : setMoving({ ms: ms ?? 0, isPlaying: true })),
		step: (direction) => show(stepFrom(steps, standing.current ?? (direction === -1 ? lengthMs : null), direction)),
		scrub: (to) => setMoving({ ms: to, isPlaying: false }),
		show,
	};
}
