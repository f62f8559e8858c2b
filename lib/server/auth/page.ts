import 'server-only';
import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Permission } from '../../access/roles';
import { type Actor, Context } from '../access';
import { cookieSessionId } from './options';
import { sessionActor } from './session';

/** The path and query of the page, for coming back to the very link. */
async function here(): Promise<string> {
	return encodeURIComponent((await headers()).get('x-path') ?? '/');
}

/**
 * The signed-in account of a page. Without one the reader is sent to sign in, and told so when their session has ended; with a
 * password that somebody else knows, to choose an own one.
 */
export const requirePageActor = cache(async (): Promise<Actor> => {
	const actor = await sessionActor();
	if (actor === null) redirect(`/sign-in?${(await cookieSessionId()) === null ? '' : 'ended=1&'}callbackUrl=${await here()}`);
	if (actor.mustChangePassword) redirect(`/password?callbackUrl=${await here()}`);
	return actor;
});

/**
 * The authorised request of a page; every page of the console begins with it. An account without a role is led to a page that
 * says so.
 * @throws AppError forbidden, which the page's error view shows
 */
export async function pageContext(access: Permission | 'signed_in'): Promise<Context> {
	const actor = await requirePageActor();
	if (access !== 'signed_in' && actor.memberships.length === 0) redirect(`/no-role?callbackUrl=${await here()}`);
	return Context.authorize(actor, access, randomUUID());
}
