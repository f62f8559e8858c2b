'use client';

import { useCallback, useEffect, useRef, useState } from 'react';

const SAID_MS = 2_500;

/** What was said last, for a moment. */
export function useSaid(): [string | null, (text: string) => void] {
	const [said, setSaid] = useState<string | null>(null);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	const say = useCallback((text: string) => {
		clearTimeout(timer.current);
		setSaid(text);
		timer.current = setTimeout(() => setSaid(null), SAID_MS);
	}, []);
	return [said, say];
}
