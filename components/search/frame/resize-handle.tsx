'use client';

import { type PointerEvent, useCallback, useRef, useSyncExternalStore } from 'react';

const STEP_PX = 16;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

interface Bounds {
	readonly min: number;
	readonly max: number;
	readonly fallback: number;
}

/** A width in CSS pixels that this browser remembers. A link never writes one. */
export function useStoredWidth(key: string, { min, max, fallback }: Bounds): [number, (px: number) => void] {
	const width = useSyncExternalStore(
		subscribe,
		() => {
			try {
				const stored = Number(localStorage.getItem(key) ?? fallback);
				return stored >= min && stored <= max ? stored : fallback;
			} catch {
				// storage is blocked: the width stands as it is
				return fallback;
			}
		},
		() => fallback,
	);
	const change = useCallback(
		(px: number) => {
			try {
				localStorage.setItem(key, String(Math.round(Math.min(Math.max(px, min), max))));
			} catch {
				// storage is blocked: the width cannot be remembered, and so stays
			}
			for (const listener of listeners) listener();
		},
		[key, min, max],
	);
	return [width, change];
}

interface Props extends Bounds {
	readonly label: string;
	readonly width: number;
	readonly onWidth: (px: number) => void;
	/** Whether what is resized stands at the left of the handle. */
	readonly isLeft: boolean;
}

/** The line between two parts, to be dragged or moved by arrow keys. */
export function ResizeHandle({ label, width, onWidth, isLeft, min, max, fallback }: Props) {
	const from = useRef({ x: 0, width: 0 });
	const sign = isLeft ? 1 : -1;

	function onPointerMove(event: PointerEvent) {
		if (event.buttons === 1) onWidth(from.current.width + sign * (event.clientX - from.current.x));
	}

	return (
		// biome-ignore lint/a11y/useSemanticElements: a separator that is moved is no rule between paragraphs
		<div
			role="separator"
			aria-orientation="vertical"
			aria-label={label}
			aria-valuenow={width}
			aria-valuemin={min}
			aria-valuemax={max}
			tabIndex={0}
			onPointerDown={(event) => {
				event.currentTarget.setPointerCapture(event.pointerId);
				from.current = { x: event.clientX, width };
				event.preventDefault();
			}}
			onPointerMove={onPointerMove}
			onDoubleClick={() => onWidth(fallback)}
			onKeyDown={(event) => {
				const by = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key];
				if (by === undefined) return;
				event.preventDefault();
				onWidth(width + sign * by);
			}}
			className="relative z-10 hidden w-px shrink-0 cursor-col-resize touch-none bg-line-strong before:absolute before:inset-y-0 before:-inset-x-1 hover:bg-accent focus-visible:bg-accent lg:block"
		/>
	);
}
