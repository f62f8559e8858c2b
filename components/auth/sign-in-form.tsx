'use client';

import { type FormEvent, useId, useState } from 'react';
import { signIn } from './session';

const WORDS: Readonly<Record<string, string>> = {
	CredentialsSignin: 'Name or password is wrong.',
	rate_limited: 'Too many failed attempts for this name. Wait 15 minutes, then try again.',
};

interface Props {
	/** A path of this site. */
	readonly returnTo: string;
}

const INPUT = 'h-9 w-full rounded-control border border-control bg-surface px-2.5 text-15 text-text';

/** Asks for name and password and, when they are right, loads the page that was wanted. */
export function SignInForm({ returnTo }: Props) {
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const nameId = useId();
	const passwordId = useId();
	const problemId = useId();

	async function submit(event: FormEvent<HTMLFormElement>) {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		setBusy(true);
		setProblem(null);
		try {
			const wrong = await signIn(String(form.get('name')), String(form.get('password')));
			if (wrong === null) {
				window.location.assign(returnTo);
				return;
			}
			setProblem(WORDS[wrong] ?? 'Signing in failed on the server. Try again; if it stays, look at the log of the web process.');
		} catch {
			setProblem('The server did not answer. Check the connection and try again.');
		}
		setBusy(false);
	}

	return (
		<form onSubmit={submit} className="flex flex-col gap-4" aria-describedby={problem === null ? undefined : problemId}>
			<div className="flex flex-col gap-1">
				<label htmlFor={nameId} className="text-12 text-text-2">
					Name
				</label>
				<input id={nameId} name="name" autoComplete="username" required maxLength={200} className={INPUT} />
			</div>
			<div className="flex flex-col gap-1">
				<label htmlFor={passwordId} className="text-12 text-text-2">
					Password
				</label>
				<input
					id={passwordId}
					name="password"
					type="password"
					autoComplete="current-password"
					required
					maxLength={1000}
					className={INPUT}
				/>
			</div>
			<p id={problemId} role="alert" className="min-h-5 text-13 text-deny">
				{problem}
			</p>
			<button
				type="submit"
				disabled={busy}
				className="h-9 rounded-control bg-accent-solid px-4 text-13 font-medium text-accent-on disabled:opacity-60"
			>
				{busy ? 'Signing in…' : 'Sign in'}
			</button>
		</form>
	);
}
