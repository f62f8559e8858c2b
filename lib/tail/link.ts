import type { TailEnd } from '../api/tail';

/** How it stands with the connection a tail is read by. */
export type Link =
	| { readonly kind: 'connecting' }
	/** As many different tails are followed by this browser as it has connections for; this one begins when one of them ends. */
	| { readonly kind: 'queued' }
	| { readonly kind: 'open' }
	/** It is tried again from the last position: nothing is lost by it. `message` says why, in the server's words if it had any. */
	| { readonly kind: 'lost'; readonly message: string; readonly tries: number; readonly retryInMs: number }
	/** It will not be tried again. */
	| { readonly kind: 'ended'; readonly end: LinkEnd; readonly message: string; readonly todo: string };

/** Why a tail ended: told by the last frame, or by the refusal to open it. */
export type LinkEnd = TailEnd | 'refused';

/** A stream that the server did not open. */
export interface Refusal {
	readonly status: number;
	readonly message: string;
	readonly todo: string;
	/** What the server asked to wait, or null. */
	readonly retryInMs: number | null;
}

/** The first wait, and the longest. */
const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 10_000;
/** The server sends a sign of life every 15 s: a connection that is silent for longer than two of them is dead. */
export const SILENCE_MS_MAX = 35_000;

/**
 * How long to wait before the next try.
 * @param tries how many have failed in a row, from 1
 * @param random from 0 to 1, so that the viewers of a server that comes back do not come all at once
 */
export function retryDelayMs(tries: number, random: number): number {
	return Math.round(Math.min(RETRY_MS_MIN * 2 ** (tries - 1), RETRY_MS_MAX) * (0.5 + random / 2));
}

/** What follows from a refusal: another try, or the end and why. */
export function afterRefusal({ status, message, todo }: Refusal): Extract<Link, { kind: 'ended' }> | 'retry' {
	const end = (kind: LinkEnd): Extract<Link, { kind: 'ended' }> => ({ kind: 'ended', end: kind, message, todo });
	if (status === 401) return end('signed_out');
	if (status === 403) return end('forbidden');
	if (status === 410) return end('gone');
	// too many streams, or none for the moment
	if (status === 408 || status === 429 || status >= 500) return 'retry';
	return end('refused');
}

/** Whether a tail that ended so goes on by itself from its last position. */
export function goesOn(end: TailEnd): boolean {
	return end === 'reconnect' || end === 'restart' || end === 'failed' || end === 'stalled' || end === 'present';
}
