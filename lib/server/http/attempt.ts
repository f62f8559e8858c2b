import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { ErrorBody } from '../../api/events';
import type { Context } from '../access';
import { errorBody } from './error-body';

/** What a page shows: data, or what failed. Never an empty list in place of a failure. */
export type Outcome<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: ErrorBody };

/** Runs a verb for a page; its failure becomes something the page can show, with the id to quote. */
export async function attempt<T>(ctx: Context, verb: (ctx: Context) => Promise<T>): Promise<Outcome<T>> {
	try {
		return { ok: true, data: await verb(ctx) };
	} catch (error) {
		unstable_rethrow(error);
		return { ok: false, error: errorBody(error, ctx.requestId).body };
	}
}
