import type { Metadata } from 'next';
import { headers } from 'next/headers';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AuthPage } from '@/components/auth/auth-page';
import { SignOutButton } from '@/components/auth/sign-out-button';
import { Button } from '@/components/ui/button';
import { requirePageActor } from '@/lib/server/auth/page';
import { type Query, returnPathOf } from '../query';

export const metadata: Metadata = { title: 'No role yet' };

export default async function NoRolePage({ searchParams }: { searchParams: Promise<Query> }) {
	const returnTo = returnPathOf(await searchParams, (await headers()).get('host'));
	const actor = await requirePageActor();
	if (actor.memberships.length > 0) redirect(returnTo);
	return (
		<AuthPage
			title="You have no role in any zone yet"
			lead={
				<>
					You are signed in as <strong className="font-medium text-text">{actor.name}</strong>. Ask an administrator of this console to give
					you a role in the zones you work with; it counts at once.
				</>
			}
		>
			<p className="flex flex-wrap items-center gap-2">
				<Button asChild kind="primary" size="bar">
					<a href={returnTo}>Try again</a>
				</Button>
				<Button asChild size="bar">
					<Link href="/settings/account">My account</Link>
				</Button>
				<SignOutButton />
			</p>
		</AuthPage>
	);
}
