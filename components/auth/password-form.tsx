'use client';

import { type FormEvent, useState } from 'react';
import { failureOf } from '@/components/events/api';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';
import { changePassword } from './change-password';

interface Props {
	/** Name of the account. */
	readonly name: string;
	/** Shortest password taken, in characters. */
	readonly lengthMin: number;
	/** What the present password is to who types it: the one they were given, or their own. */
	readonly currentLabel: string;
	readonly action: string;
	/** The password is changed and this browser signed in with it. */
	readonly onDone: () => void;
}

/** Asks for the present password and a new one, twice. */
export function PasswordForm({ name, lengthMin, currentLabel, action, onDone }: Props) {
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);
	const [next, setNext] = useState('');
	const [again, setAgain] = useState('');
	const [asked, setAsked] = useState(false);
	const tooShort = [...next].length < lengthMin;

	async function submit(event: FormEvent<HTMLFormElement>) {
		event.preventDefault();
		const form = event.currentTarget;
		const current = String(new FormData(form).get('current'));
		setAsked(true);
		if (current === '' || tooShort || next !== again) return;
		setBusy(true);
		setProblem(null);
		try {
			await changePassword(name, current, next);
			form.reset();
			setNext('');
			setAgain('');
			setAsked(false);
			onDone();
		} catch (error) {
			const { message, todo } = failureOf(error);
			setProblem(`${message} ${todo}`);
		}
		setBusy(false);
	}

	return (
		<form onSubmit={submit} noValidate className="flex flex-col gap-4">
			{/* password managers keep a password by the name beside it */}
			<input name="username" autoComplete="username" value={name} readOnly hidden />
			<Field label={currentLabel}>
				{({ id }) => <Input id={id} name="current" type="password" autoComplete="current-password" required maxLength={1000} />}
			</Field>
			<Field
				label="New password"
				hint={`At least ${lengthMin} characters; a few words that only you put together are better than signs.`}
				error={asked && tooShort ? `At least ${lengthMin} characters.` : null}
			>
				{(ids) => (
					<Input
						{...ids}
						type="password"
						autoComplete="new-password"
						value={next}
						onChange={(event) => setNext(event.target.value)}
						maxLength={1000}
					/>
				)}
			</Field>
			<Field label="New password, again" error={asked && next !== again ? 'The two are not the same.' : null}>
				{(ids) => (
					<Input
						{...ids}
						type="password"
						autoComplete="new-password"
						value={again}
						onChange={(event) => setAgain(event.target.value)}
						maxLength={1000}
					/>
				)}
			</Field>
			<p role="alert" className="text-13 text-deny empty:hidden">
				{problem}
			</p>
			<Button type="submit" kind="primary" disabled={busy} className="h-9 justify-center self-start px-4 text-13 pointer-coarse:h-11">
				{busy ? 'Changing…' : action}
			</Button>
		</form>
	);
}
