import 'server-only';
import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Permission } from '../../access/roles';
import { type Actor, Context } from '../access';
import { sessionActor } from './session';

/** The signed-in account of a page; without one the reader is sent to sign in and comes back to the very link. */
export const requirePageActor = cache(async (): Promise<Actor> => {
	const actor = await sessionActor();
	if (actor !== null) return actor;
	const path = (await headers()).get('x-path') ?? '/';
	redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
});

/**
 * The authorised request of a page; every page of the console begins with it.
 * @throws AppError forbidden, which the page's error view shows
 */
export async function pageContext(access: Permission | 'signed_in'): Promise<Context> {
	return Context.authorize(await requirePageActor(), access, randomUUID());
}
