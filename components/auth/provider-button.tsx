'use client';

import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { signInWithProvider } from './session';
import { signInProblem } from './sign-in-words';

interface Props {
	/** What people call the identity provider. */
	readonly name: string;
	/** A path of this site. */
	readonly returnTo: string;
}

/** Leaves for the identity provider. */
export function ProviderButton({ name, returnTo }: Props) {
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<string | null>(null);

	useEffect(() => {
		// who comes back with the browser's own button finds the page as it was left
		const restore = (event: PageTransitionEvent) => (event.persisted ? setBusy(false) : undefined);
		window.addEventListener('pageshow', restore);
		return () => window.removeEventListener('pageshow', restore);
	}, []);

	async function leave() {
		setBusy(true);
		setProblem(null);
		try {
			const wrong = await signInWithProvider(returnTo);
			if (wrong === null) return;
			setProblem(signInProblem(wrong));
		} catch {
			setProblem('The server did not answer. Check the connection and try again.');
		}
		setBusy(false);
	}

	return (
		<>
			<Button kind="primary" disabled={busy} onClick={() => void leave()} className="h-9 w-full justify-center text-13 pointer-coarse:h-11">
				<KeyRound size={15} aria-hidden />
				{busy ? `Going to ${name}…` : `Sign in with ${name}`}
			</Button>
			<p role="alert" className="mt-2 text-13 text-deny empty:hidden">
				{problem}
			</p>
			<p className="my-4 flex items-center gap-3 text-12 text-text-3 before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
				or with an account of this console
			</p>
		</>
	);
}
