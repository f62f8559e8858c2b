'use client';

import type { TailQuestion, TailStart } from '@/lib/tail/question';
import { type Follower, SharedTails, type TailMessage } from '@/lib/tail/share';
import { browserIo } from './io';
import { HERE_MS, type PageSays, WORKER_NAME, type WorkerSays } from './protocol';

/** How a page follows a tail: one at a time. */
export interface TailConnection {
	readonly follow: (question: TailQuestion, start: TailStart) => void;
	readonly leave: () => void;
	readonly close: () => void;
}

interface Told {
	readonly onMessage: (message: TailMessage) => void;
	/** The connection of all tabs is gone, or gave this page up: it is to ask again from where it stands. */
	readonly onDropped: () => void;
}

/** A connection of this page's own, where no worker can be shared. */
function ownConnection(who: string, { onMessage }: Told): TailConnection {
	const tails = new SharedTails(browserIo);
	let following: Follower | null = null;
	const leave = () => {
		if (following !== null) tails.leave(following);
		following = null;
	};
	return {
		follow(question, start) {
			leave();
			const follower: Follower = {
				question,
				start,
				who,
				tell: (message) => {
					if (following === follower) onMessage(message);
				},
			};
			following = follower;
			tails.follow(follower);
		},
		leave,
		close: leave,
	};
}

function sharedWorker(): SharedWorker | null {
	if (!('SharedWorker' in window)) return null;
	try {
		return new SharedWorker(new URL('./tail-worker.ts', import.meta.url), { name: WORKER_NAME });
	} catch {
		// forbidden by the browser, as in some private windows
		return null;
	}
}

/** Connects a page to the tails of its browser: one connection for all tabs that ask the same, or one of its own. */
export function connectTail(who: string, told: Told): TailConnection {
	const worker = sharedWorker();
	if (worker === null) return ownConnection(who, told);
	const { port } = worker;
	const say = (words: PageSays) => port.postMessage(words);
	const here = () => say({ say: 'here' });
	const leave = () => say({ say: 'leave' });
	let turn = 0;
	let own: TailConnection | null = null;

	port.onmessage = ({ data }: MessageEvent<WorkerSays>) => {
		if (own !== null) return;
		if (data.say === 'dropped') told.onDropped();
		else if (data.turn === turn) told.onMessage(data.message);
	};
	// its file cannot be loaded, as while a new version is put in place
	worker.onerror = () => {
		own ??= ownConnection(who, told);
		told.onDropped();
	};
	const timer = setInterval(here, HERE_MS);
	const onShow = () => {
		if (!document.hidden) here();
	};
	// a page kept for "back" is not in memory for the worker any more; when it comes back it asks again
	const onHide = () => leave();
	const onBack = (event: PageTransitionEvent) => {
		if (event.persisted) told.onDropped();
	};
	document.addEventListener('visibilitychange', onShow);
	window.addEventListener('pagehide', onHide);
	window.addEventListener('pageshow', onBack);
	return {
		follow(question, start) {
			if (own !== null) own.follow(question, start);
			else say({ say: 'follow', turn: ++turn, question, start, who });
		},
		leave() {
			turn++;
			own?.leave();
			leave();
		},
		close() {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', onShow);
			window.removeEventListener('pagehide', onHide);
			window.removeEventListener('pageshow', onBack);
			own?.close();
			leave();
			port.close();
		},
	};
}
