'use client';

import { type MouseEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { STRETCH_MICROS_MIN, type Stretch, zoomed } from '@/lib/request/span';

const DRAG_PX_MIN = 4;
const WHEEL_STEP = 1.2;

interface Props {
	readonly track: RefObject<HTMLElement | null>;
	readonly stretch: Stretch;
	readonly onStretch: (stretch: Stretch) => void;
	/** A press on what carries `data-pick`. */
	readonly onPick: (key: string) => void;
}

/** Drag to choose a stretch, Ctrl and the wheel to zoom. @returns the part being dragged over, in shares of the track */
export function useGestures({ track, stretch, onStretch, onPick }: Props) {
	const [brush, setBrush] = useState<{ readonly from: number; readonly to: number } | null>(null);
	const dragged = useRef(false);
	const startShare = useRef<number | null>(null);
	const latest = useRef({ stretch, onStretch });
	useEffect(() => {
		latest.current = { stretch, onStretch };
	});

	function shareAt(clientX: number): number {
		const box = track.current?.getBoundingClientRect();
		return box === undefined || box.width === 0 ? 0 : Math.min(Math.max((clientX - box.left) / box.width, 0), 1);
	}

	// by hand: React's own wheel listeners cannot keep the page from zooming
	useEffect(() => {
		const element = track.current;
		if (element === null) return;
		function onWheel(event: WheelEvent) {
			if (!event.ctrlKey && !event.metaKey) return;
			event.preventDefault();
			const { stretch, onStretch } = latest.current;
			const box = element?.getBoundingClientRect();
			const share = box === undefined ? 0.5 : (event.clientX - box.left) / box.width;
			const at = stretch.fromMicros + (stretch.toMicros - stretch.fromMicros) * share;
			onStretch(zoomed(stretch, at, event.deltaY > 0 ? WHEEL_STEP : 1 / WHEEL_STEP));
		}
		element.addEventListener('wheel', onWheel, { passive: false });
		return () => element.removeEventListener('wheel', onWheel);
	}, [track]);

	return {
		brush,
		handlers: {
			onClick(event: MouseEvent<HTMLElement>) {
				const key = (event.target as HTMLElement).closest<HTMLElement>('[data-pick]')?.dataset.pick;
				if (key !== undefined && !dragged.current) onPick(key);
			},
			onPointerDown(event: PointerEvent<HTMLElement>) {
				if (event.button !== 0 || event.pointerType !== 'mouse') return;
				startShare.current = shareAt(event.clientX);
				dragged.current = false;
			},
			onPointerMove(event: PointerEvent<HTMLElement>) {
				const from = startShare.current;
				if (from === null || event.buttons !== 1) return;
				const to = shareAt(event.clientX);
				const width = track.current?.clientWidth ?? 0;
				if (brush === null && Math.abs(to - from) * width < DRAG_PX_MIN) return;
				dragged.current = true;
				event.currentTarget.setPointerCapture(event.pointerId);
				setBrush({ from: Math.min(from, to), to: Math.max(from, to) });
			},
			onPointerUp() {
				startShare.current = null;
				if (brush === null) return;
				const length = stretch.toMicros - stretch.fromMicros;
				const fromMicros = Math.round(stretch.fromMicros + brush.from * length);
				const toMicros = Math.round(stretch.fromMicros + brush.to * length);
				setBrush(null);
				if (toMicros - fromMicros >= STRETCH_MICROS_MIN) onStretch({ fromMicros, toMicros });
			},
		},
	};
}
