import type { TailQuestion, TailStart } from '@/lib/tail/question';
import type { TailMessage } from '@/lib/tail/share';

/** What a page says to the worker its browser's tabs share. A new `follow` takes the place of the one before. */
export type PageSays =
	| { readonly say: 'follow'; readonly turn: number; readonly question: TailQuestion; readonly start: TailStart; readonly who: string }
	| { readonly say: 'leave' }
	/** A sign of life, every HERE_MS. */
	| { readonly say: 'here' };

/** What it is told. `turn` is that of the `follow` it answers, so that what was on its way from one before is told apart. */
export type WorkerSays =
	| { readonly say: 'tail'; readonly turn: number; readonly message: TailMessage }
	/** Nothing was heard of the page for so long that its stream was given up: it asks again from where it stands. */
	| { readonly say: 'dropped' };

/** Browsers let the clocks of hidden pages go once a minute, and stop some pages altogether. */
export const HERE_MS = 20_000;
export const UNHEARD_MS_MAX = 150_000;
export const WORKER_NAME = 'caracal-tail';
