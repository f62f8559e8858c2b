import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { AuthPage } from '@/components/auth/auth-page';
import { AuthNotice } from '@/components/auth/notice';
import { ProviderButton } from '@/components/auth/provider-button';
import { SignInForm } from '@/components/auth/sign-in-form';
import { signInNotice } from '@/components/auth/sign-in-words';
import { oidcName } from '@/lib/server/auth/oidc-provider';
import { sessionActor } from '@/lib/server/auth/session';
import { firstOf, type Query, returnPathOf } from '../query';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
	const query = await searchParams;
	const returnTo = returnPathOf(query, (await headers()).get('host'));
	if ((await sessionActor()) !== null) redirect(returnTo);
	const notice = signInNotice({ ended: query.ended !== undefined, error: firstOf(query.error) ?? null });
	const provider = oidcName();
	return (
		<AuthPage title="Caracal Audit Console" lead="What was decided, why, and the proof of it.">
			{notice === null ? null : <AuthNotice {...notice} />}
			{provider === null ? null : <ProviderButton name={provider} returnTo={returnTo} />}
			<SignInForm returnTo={returnTo} isSecond={provider !== null} />
		</AuthPage>
	);
}
