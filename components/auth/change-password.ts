import { exchangingSession, readJson } from '@/components/events/api';
import { signIn } from './session';

/**
 * Changes the password, which ends every session of the account, and signs this browser in anew; when that fails, the sign-in
 * page takes over.
 * @throws ReadFailure
 */
export async function changePassword(name: string, current: string, next: string): Promise<void> {
	const problem = await exchangingSession(async () => {
		const init = {
			method: 'POST',
			headers: { accept: 'application/json', 'content-type': 'application/json' },
			body: JSON.stringify({ current, new: next }),
		};
		await readJson<void>('/v1/password', undefined, init, true);
		return signIn(name, next).catch(() => 'unavailable');
	});
	if (problem !== null) {
		const here = new URLSearchParams(window.location.search).get('callbackUrl') ?? window.location.pathname;
		window.location.assign(`/sign-in?error=${encodeURIComponent(problem)}&callbackUrl=${encodeURIComponent(here)}`);
	}
}
