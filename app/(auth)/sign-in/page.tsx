import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '@/components/auth/sign-in-form';
import { sessionActor } from '@/lib/server/auth/session';
import { safeReturnPath } from '@/lib/url/callback';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ callbackUrl?: string | string[] }> }) {
	const { callbackUrl } = await searchParams;
	const returnTo = safeReturnPath(Array.isArray(callbackUrl) ? callbackUrl[0] : callbackUrl);
	if ((await sessionActor()) !== null) redirect(returnTo);
	return (
		<main className="grid min-h-dvh place-items-center px-4">
			<div className="w-full max-w-80">
				<h1 className="text-20 font-semibold">Caracal Audit Console</h1>
				<p className="mt-1 mb-6 text-13 text-text-2">What was decided, why, and the proof of it.</p>
				<SignInForm returnTo={returnTo} />
			</div>
		</main>
	);
}
