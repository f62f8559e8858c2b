'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { failureOf, readJson } from '@/components/events/api';
import type { SignatureCheck } from '@/lib/api/signature-check';
import type { Place } from '@/lib/trace/event';
import { formatPlace } from '@/lib/url/place';

/** Checked at once: each waits for a worker. */
const TOGETHER = 4;
/** Checked by one press: the console takes 600 requests a minute. */
export const CHECKED_MAX = 200;

/** What is known of the signature of one event. */
export type SignatureResult =
	| { readonly kind: 'checking' }
	| { readonly kind: 'checked'; readonly check: SignatureCheck }
	| { readonly kind: 'failed'; readonly message: string };

/** Signatures checked again on demand, a few at a time; how far it is, and how to stop. */
export function useSignatures(): {
	results: ReadonlyMap<string, SignatureResult>;
	left: number;
	check: (places: readonly Place[]) => void;
	stop: () => void;
} {
	const [results, setResults] = useState<ReadonlyMap<string, SignatureResult>>(new Map());
	const [left, setLeft] = useState(0);
	const running = useRef<AbortController | null>(null);
	useEffect(() => () => running.current?.abort(), []);

	const stop = useCallback(() => {
		running.current?.abort();
		setLeft(0);
		setResults((was) => new Map([...was].filter(([, result]) => result.kind !== 'checking')));
	}, []);

	const check = useCallback((places: readonly Place[]) => {
		running.current?.abort();
		const controller = new AbortController();
		running.current = controller;
		const { signal } = controller;
		const waiting = [...places.slice(0, CHECKED_MAX)];
		setLeft(waiting.length);
		const say = (place: Place, result: SignatureResult) => {
			if (!signal.aborted) setResults((was) => new Map(was).set(formatPlace(place), result));
		};
		async function work() {
			for (let place = waiting.shift(); place !== undefined && !signal.aborted; place = waiting.shift()) {
				say(place, { kind: 'checking' });
				const path = `/v1/events/${encodeURIComponent(place.zone)}/${place.seq}/signature-check`;
				try {
					say(place, { kind: 'checked', check: await readJson<SignatureCheck>(path, signal, { method: 'POST' }) });
				} catch (error) {
					// told beside its event; the others go on
					if (!signal.aborted) say(place, { kind: 'failed', message: failureOf(error).message });
				}
				if (!signal.aborted) setLeft((count) => count - 1);
			}
		}
		for (let i = 0; i < TOGETHER; i++) void work();
	}, []);

	return { results, left, check, stop };
}
