import 'server-only';
import type { Actor } from '../access';
import { webEnv } from '../env';
import { NoPlace, RateLimited, takeFrom } from '../http/rate-limit';

/** How long whoever finds no place is told to wait. */
const FULL_RETRY_SECONDS = 10;

interface Streams {
	total: number;
	readonly byAsker: Map<string, number>;
	readonly opens: Map<string, { tokens: number; atMs: number }>;
}
const holder = globalThis as typeof globalThis & { caracalTailStreams?: Streams };

function streams(): Streams {
	holder.caracalTailStreams ??= { total: 0, byAsker: new Map(), opens: new Map() };
	return holder.caracalTailStreams;
}

export function askerOf(actor: Actor): string {
	return `${actor.kind}:${actor.id}`;
}

function full(message: string): NoPlace {
	const todo = `Wait ${FULL_RETRY_SECONDS} s, then open it again; or close one that is not looked at.`;
	return new NoPlace(FULL_RETRY_SECONDS, message, todo);
}

/**
 * Takes a place for a stream: TAIL_OPENS_PER_MINUTE per asker, TAIL_STREAMS_PER_ASKER_MAX at once, TAIL_STREAMS_MAX in the process.
 * @returns gives the place back; a second call does nothing
 * @throws RateLimited, NoPlace
 */
export function takePlace(actor: Actor, nowMs: number = Date.now()): () => void {
	const { TAIL_STREAMS_MAX, TAIL_STREAMS_PER_ASKER_MAX, TAIL_OPENS_PER_MINUTE } = webEnv();
	const all = streams();
	const asker = askerOf(actor);
	const waitSeconds = takeFrom(all.opens, asker, TAIL_OPENS_PER_MINUTE, nowMs);
	if (waitSeconds !== null) throw new RateLimited(waitSeconds, `More than ${TAIL_OPENS_PER_MINUTE} live streams opened in a minute.`);
	const own = all.byAsker.get(asker) ?? 0;
	if (own >= TAIL_STREAMS_PER_ASKER_MAX) throw full(`You have ${own} live streams open, which is as many as one asker may have.`);
	if (all.total >= TAIL_STREAMS_MAX) throw full(`This console has ${all.total} live streams open, which is as many as it takes.`);
	all.total++;
	all.byAsker.set(asker, own + 1);
	let isGiven = false;
	return () => {
		if (isGiven) return;
		isGiven = true;
		all.total--;
		const left = (all.byAsker.get(asker) ?? 1) - 1;
		if (left === 0) all.byAsker.delete(asker);
		else all.byAsker.set(asker, left);
	};
}

/** Streams open in this process. */
export function openStreams(): number {
	return streams().total;
}
