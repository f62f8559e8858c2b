import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { AuthPage } from '@/components/auth/auth-page';
import { ChoosePassword } from '@/components/auth/choose-password';
import { SignOutButton } from '@/components/auth/sign-out-button';
import { PASSWORD_LENGTH_MIN } from '@/lib/api/access';
import { sessionActor } from '@/lib/server/auth/session';
import { type Query, returnPathOf } from '../query';

export const metadata: Metadata = { title: 'Choose your password' };

export default async function PasswordPage({ searchParams }: { searchParams: Promise<Query> }) {
	const returnTo = returnPathOf(await searchParams, (await headers()).get('host'));
	const actor = await sessionActor();
	if (actor === null) redirect(`/sign-in?callbackUrl=${encodeURIComponent(returnTo)}`);
	if (!actor.mustChangePassword) redirect(returnTo);
	return (
		<AuthPage
			title="Choose your own password"
			lead={
				<>
					You are signed in as <strong className="font-medium text-text">{actor.name}</strong> with a password that somebody else knows.
					Until you have your own, nothing else opens.
				</>
			}
		>
			<ChoosePassword name={actor.name} lengthMin={PASSWORD_LENGTH_MIN} returnTo={returnTo} />
			<p className="mt-6 flex items-center gap-3">
				<SignOutButton />
			</p>
		</AuthPage>
	);
}
