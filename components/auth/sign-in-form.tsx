'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { signIn } from './session';
import { signInProblem } from './sign-in-words';

interface Props {
	/** A path of this site. */
	readonly returnTo: string;
	/** Whether another way to sign in stands above it as the first choice. */
	readonly isSecond: boolean;
}

/** Asks for name and password and, when they are right, loads the page that was wanted. */
export function SignInForm({ returnTo, isSecond }: Props) {
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);

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
			setProblem(signInProblem(wrong));
		} catch {
			setProblem('The server did not answer. Check the connection and try again.');
		}
		setBusy(false);
	}

	return (
		<form onSubmit={submit} className="flex flex-col gap-4">
			<Field label="Name">
				{({ id }) => <Input id={id} name="name" autoComplete="username" required maxLength={200} className="h-9 px-2.5 text-15" />}
			</Field>
			<Field label="Password">
				{({ id }) => (
					<Input
						id={id}
						name="password"
						type="password"
						autoComplete="current-password"
						required
						maxLength={1000}
						className="h-9 px-2.5 text-15"
					/>
				)}
			</Field>
			<p role="alert" className="text-13 text-deny empty:hidden">
				{problem}
			</p>
			<Button
				type="submit"
				kind={isSecond ? 'outline' : 'primary'}
				disabled={busy}
				className="h-9 justify-center text-13 pointer-coarse:h-11"
			>
				{busy ? 'Signing in…' : 'Sign in'}
			</Button>
		</form>
	);
}
