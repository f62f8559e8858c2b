'use client';

import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTimeZone } from '@/components/events/clock';
import { useSaid } from '@/components/search/frame/use-said';
import { parseQuery } from '@/lib/query/parse';
import { sentenceOf } from '@/lib/query/sentence';
import { FROM_NOW } from '@/lib/tail/question';
import { formatInstant } from '@/lib/url/range';
import { tailHref } from '@/lib/url/tail';
import type { Tail } from './tail-context';
import { type PauseReason, TailStore } from './tail-store';
import { tailNow, useTailState } from './use-tail-state';

/** The state of the tail page, the stream it follows, and what its parts are given of both. @param who whose session it is */
export function useTailPage(who: string) {
	const { state, ignored, change, hrefOf } = useTailState();
	const { timeZone } = useTimeZone(state.timeZone);
	const [said, say] = useSaid();
	const [store] = useState(() => new TailStore());
	const now = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot);
	const { zones, q, since } = state;
	const question = useMemo(() => ({ zones, q }), [zones, q]);
	const words = useMemo(() => sentenceOf(parseQuery(q, { nowMicros: BigInt(Date.now()) * 1000n }).query, q), [q]);
	const sinceText = since === null ? null : formatInstant(since);

	useEffect(() => store.open(who), [store, who]);
	// another beginning is another tail; another question goes on where the last row stands
	const asked = useRef<{ readonly key: string; readonly since: string | null; readonly of: TailStore } | null>(null);
	useEffect(() => {
		const key = JSON.stringify(question);
		const was = asked.current;
		asked.current = { key, since: sinceText, of: store };
		if (was === null || was.since !== sinceText) {
			const { paused } = tailNow();
			store.begin(question, paused === null ? { after: null, since: sinceText } : { after: paused, since: null }, paused !== null);
		} else if (was.key !== key) store.refilter(question);
	}, [store, question, sinceText]);
	useEffect(
		() => () => {
			// what is mounted again begins again
			asked.current = null;
		},
		[],
	);

	// where it stands still is in the address
	const pausedAt = now.paused === null ? null : now.shownId;
	const isPaused = now.paused !== null;
	const wasPaused = useRef(false);
	useEffect(() => {
		if (isPaused === wasPaused.current) return;
		wasPaused.current = isPaused;
		if (tailNow().paused !== pausedAt) change({ paused: pausedAt }, 'replace');
	}, [isPaused, pausedAt, change]);

	const pause = useCallback((why: PauseReason) => store.pause(why), [store]);
	const toggle = useCallback(
		(why: 'key' | 'button') => {
			if (store.snapshot().paused === null) store.pause(why);
			else store.resume();
		},
		[store],
	);
	const edit = useCallback((change_: (text: string) => string) => change({ q: change_(tailNow().q).trim() }), [change]);
	const beginNow = useCallback(() => {
		change({ paused: null, since: null }, 'replace');
		store.begin({ zones: tailNow().zones, q: tailNow().q }, FROM_NOW, false);
	}, [store, change]);
	const copyLink = useCallback(() => {
		const href = tailHref({ ...tailNow(), timeZone });
		navigator.clipboard
			.writeText(new URL(href, window.location.href).toString())
			.then(() => say('Link copied'))
			// the browser forbids it, as on plain http from another host
			.catch(() => say('The browser did not allow copying'));
	}, [timeZone, say]);

	const shared: Tail = useMemo(
		() => ({ state, change, hrefOf, edit, timeZone, store, now, toggle, beginNow, copyLink, say }),
		[state, change, hrefOf, edit, timeZone, store, now, toggle, beginNow, copyLink, say],
	);
	return { shared, ignored, words, said, pause };
}
