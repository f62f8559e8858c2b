import { type Follower, SharedTails } from '@/lib/tail/share';
import { browserIo } from './io';
import { HERE_MS, type PageSays, UNHEARD_MS_MAX, type WorkerSays } from './protocol';

/** What this file uses of a shared worker's scope; the library of types for it does not go with that of pages. */
interface Scope {
	onconnect: ((event: MessageEvent) => void) | null;
}

const tails = new SharedTails(browserIo);
/** When each page was last heard of. */
const heard = new Map<MessagePort, number>();
const followers = new Map<MessagePort, Follower>();

function leave(port: MessagePort): void {
	const follower = followers.get(port);
	followers.delete(port);
	if (follower !== undefined) tails.leave(follower);
}

function listen(port: MessagePort): void {
	const tell = (message: WorkerSays) => port.postMessage(message);
	port.onmessage = ({ data }: MessageEvent<PageSays>) => {
		const wasDropped = !heard.has(port);
		heard.set(port, Date.now());
		if (data.say === 'follow') {
			leave(port);
			const { question, start, who, turn } = data;
			const follower: Follower = { question, start, who, tell: (message) => tell({ say: 'tail', turn, message }) };
			followers.set(port, follower);
			tails.follow(follower);
		} else if (data.say === 'leave') leave(port);
		else if (wasDropped) tell({ say: 'dropped' });
	};
}

(globalThis as unknown as Scope).onconnect = (event) => {
	for (const port of event.ports) {
		heard.set(port, Date.now());
		listen(port);
	}
};

// a tab that crashed says nothing, and one the browser has stopped must not gather rows for hours: both are let go of
setInterval(() => {
	for (const [port, atMs] of heard) {
		if (Date.now() - atMs < UNHEARD_MS_MAX) continue;
		heard.delete(port);
		leave(port);
	}
}, HERE_MS);
