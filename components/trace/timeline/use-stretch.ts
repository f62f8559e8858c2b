'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Stretch, stretchOf } from '@/lib/request/span';
import type { TimelineSpan } from '@/lib/url/request';
import { useRequest } from '../request-context';

/** After a gesture has rested this long it is written into the address: browsers take only so many changes of it. */
const REST_MS = 250;

/** The stretch that is drawn, and how to change it: at once on the screen, in the address when it rests. */
export function useStretch(): { stretch: Stretch; show: (span: TimelineSpan | null) => void } {
	const { request, state, change } = useRequest();
	const [live, setLive] = useState<TimelineSpan | null | undefined>(undefined);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	// Back and Forward win over a gesture that is over
	// biome-ignore lint/correctness/useExhaustiveDependencies: it is the address that ends what was shown before it
	useEffect(() => setLive(undefined), [state.span]);
	const show = useCallback(
		(span: TimelineSpan | null) => {
			clearTimeout(timer.current);
			setLive(span);
			timer.current = setTimeout(() => change({ span }, 'replace'), REST_MS);
		},
		[change],
	);
	const span = live === undefined ? state.span : live;
	return { stretch: useMemo(() => stretchOf(request, span), [request, span]), show };
}
