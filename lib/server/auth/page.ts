import 'server-only';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { type Actor, currentActor } from './session';

/** The signed-in account of a page; without one the reader is sent to sign in and comes back to the very link. */
export async function requirePageActor(): Promise<Actor> {
	const actor = await currentActor();
	if (actor !== null) return actor;
	const path = (await headers()).get('x-path') ?? '/';
	redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}
