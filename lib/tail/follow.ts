import type { TailNotice } from '../api/tail';
import { afterRefusal, goesOn, type Link, type Refusal, retryDelayMs, SILENCE_MS_MAX } from './link';
import { type TailQuestion, type TailStart, tailPath } from './question';
import { type Frame, FrameReader } from './sse';

/** What following a tail needs of the world. */
export interface FollowIo {
	/** Asks for a stream: its text in pieces as they come, or why there is none. Rejects when the server is not reached. */
	readonly open: (path: string, signal: AbortSignal) => Promise<AsyncIterable<string> | Refusal>;
	/** Resolves after so many milliseconds, or at once when the signal fires. */
	readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
	/** From 0 to 1. */
	readonly random: () => number;
}

export type Followed = { readonly kind: 'link'; readonly link: Link } | { readonly kind: 'frame'; readonly frame: Frame };

const UNREACHABLE = 'The console does not answer.';
const CUT = 'The connection was cut.';
const SILENT = 'Nothing came for too long, not even a sign of life.';

/**
 * Follows a tail over as many connections as it takes, each opened from the id of the last whole frame before it: nothing is lost and
 * nothing comes twice. Ends by itself only when the server said that there is nothing to go on with.
 * | what happens | what follows |
 * | --- | --- |
 * | the stream says `reconnect` | opened again at once |
 * | it is cut, silent, or says `restart`, `failed`, `stalled` | opened again after a wait that doubles until something comes |
 * | refused for a while (408, 429, 5xx) | the same, and no sooner than the server asked |
 * | `signed_out`, `forbidden`, `gone`, or refused for what was asked | the end, with the reason |
 */
export async function* follow(question: TailQuestion, start: TailStart, io: FollowIo, signal: AbortSignal): AsyncGenerator<Followed> {
	let from = start;
	let tries = 0;
	yield { kind: 'link', link: { kind: 'connecting' } };
	while (!signal.aborted) {
		const connection = new AbortController();
		const stop = () => connection.abort();
		signal.addEventListener('abort', stop, { once: true });
		let why = CUT;
		let isAsked = false;
		let waitMs = 0;
		try {
			const opened = await io.open(tailPath(question, from), connection.signal);
			if ('status' in opened) {
				const then = afterRefusal(opened);
				if (then !== 'retry') {
					yield { kind: 'link', link: then };
					return;
				}
				why = opened.message;
				waitMs = opened.retryInMs ?? 0;
			} else {
				yield { kind: 'link', link: { kind: 'open' } };
				for await (const frame of framesOf(opened, io, connection.signal)) {
					tries = 0;
					if (frame === 'silent') {
						why = SILENT;
						break;
					}
					if (frame.id !== null) from = { after: frame.id, since: null };
					if (frame.event !== 'notice') {
						yield { kind: 'frame', frame };
						continue;
					}
					const { kind, message, todo } = JSON.parse(frame.data) as TailNotice;
					if (!goesOn(kind)) {
						yield { kind: 'link', link: { kind: 'ended', end: kind, message, todo } };
						return;
					}
					isAsked = kind === 'reconnect';
					why = message;
					break;
				}
			}
		} catch (error) {
			// fetch tells everything that may happen to a connection by one kind of error
			if (!(error instanceof Error)) throw error;
			if (why === CUT && tries > 0) why = UNREACHABLE;
		} finally {
			signal.removeEventListener('abort', stop);
			connection.abort();
		}
		if (signal.aborted) return;
		if (isAsked) {
			yield { kind: 'link', link: { kind: 'connecting' } };
			continue;
		}
		tries++;
		const retryInMs = Math.max(retryDelayMs(tries, io.random()), waitMs);
		yield { kind: 'link', link: { kind: 'lost', message: why, tries, retryInMs } };
		await io.sleep(retryInMs, signal);
	}
}

/** The frames of one connection; `silent`, as the last, when nothing comes for too long. */
async function* framesOf(chunks: AsyncIterable<string>, io: FollowIo, signal: AbortSignal): AsyncGenerator<Frame | 'silent'> {
	const reader = new FrameReader();
	const iterator = chunks[Symbol.asyncIterator]();
	while (!signal.aborted) {
		const timer = new AbortController();
		const next = iterator.next();
		// when silence wins, the read is given up with its connection
		next.catch(() => {});
		const silence = io.sleep(SILENCE_MS_MAX, timer.signal).then((): 'silent' => 'silent');
		const result = await Promise.race([next, silence]);
		timer.abort();
		if (result === 'silent') {
			yield 'silent';
			return;
		}
		if (result.done) return;
		yield* reader.push(result.value);
	}
}
