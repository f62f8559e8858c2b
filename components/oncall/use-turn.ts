'use client';

import { useEffect, useState } from 'react';

export interface Turn {
	/** The zones shown: all together, or one. */
	readonly zones: readonly string[];
	readonly isHeld: boolean;
	readonly step: (by: 1 | -1) => void;
	readonly hold: () => void;
}

/**
 * Which zones a wall shows: all of them, then each, then all again.
 * @param seconds how long each; 0 shows all, always
 */
export function useTurn(zones: readonly string[], chosen: readonly string[], seconds: number): Turn {
	const [at, setAt] = useState(0);
	const [isHeld, setHeld] = useState(false);
	const count = zones.length > 1 && seconds > 0 ? zones.length + 1 : 1;
	useEffect(() => {
		if (count === 1 || isHeld) return;
		const timer = setInterval(() => setAt((was) => (was + 1) % count), seconds * 1_000);
		return () => clearInterval(timer);
	}, [count, isHeld, seconds]);
	const place = at % count;
	const one = place === 0 ? undefined : zones[place - 1];
	return {
		zones: one === undefined ? chosen : [one],
		isHeld,
		step: (by) => setAt((was) => ((was % count) + by + count) % count),
		hold: () => setHeld((was) => !was),
	};
}
