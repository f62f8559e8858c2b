'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { failureOf, isWorthRetrying, readJson } from '@/components/events/api';
import { DrawerSection } from '@/components/events/drawer-section';
import { Problem } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import type { User } from '@/lib/api/access';
import { SettingsSkeleton } from '../list-parts';
import { Moment } from '../moment';
import { Sessions } from '../sessions';
import { StateMark } from '../state-mark';
import { UserActions } from './user-actions';
import { UserRoles } from './user-roles';
import { signInWords, userState } from './user-state';

interface Props {
	/** Number of the account, as it stands in the address. */
	readonly userId: string;
	/** The row it was opened from, when it is among those read. */
	readonly row: User | undefined;
	readonly provider: string | null;
	readonly rolesFromProvider: boolean;
	/** Name of the reader's own account. */
	readonly own: string;
	readonly onChanged: (user: User) => void;
	readonly onClose: () => void;
}

/** One account: its roles, its sessions, and what can be done with it. A sheet on a narrow screen. */
export function UserDrawer({ userId, row, provider, rolesFromProvider, own, onChanged, onClose }: Props) {
	const client = useQueryClient();
	const path = `/v1/users/${encodeURIComponent(userId)}`;
	const { data, error, refetch } = useQuery({
		queryKey: [path],
		queryFn: ({ signal }) => readJson<User>(path, signal),
		retry: isWorthRetrying,
		refetchOnWindowFocus: true,
	});
	const user = data ?? row;

	function changed(next: User) {
		client.setQueryData([path], next);
		onChanged(next);
	}

	return (
		<aside
			aria-label={`Account ${user?.name ?? userId}`}
			className="sheet fixed inset-x-0 z-30 max-h-[72dvh] overflow-auto rounded-t-menu border-t border-line-strong bg-surface px-4 pb-6 lg:static lg:z-auto lg:max-h-none lg:w-[440px] lg:shrink-0 lg:rounded-none lg:border-t-0 lg:border-l lg:shadow-none"
		>
			<header className="sticky top-0 z-10 -mx-4 flex items-center gap-2 border-b border-line bg-surface px-4 py-2">
				<h2 className="min-w-0 truncate text-15 font-semibold">{user?.name ?? `Account ${userId}`}</h2>
				{user === undefined ? null : <StateMark state={userState(user)} className="text-12" />}
				<Button kind="quiet" size="icon" className="ml-auto" aria-label="Close" title="Close (Esc)" onClick={onClose}>
					<X size={14} aria-hidden />
				</Button>
			</header>
			{error !== null && user === undefined ? <Problem error={failureOf(error)} onRetry={() => void refetch()} /> : null}
			{user === undefined ? (
				error === null && <SettingsSkeleton rows={5} />
			) : (
				<>
					<p className="mt-3 text-text-2">
						{user.name === own ? 'Your own account. ' : ''}
						Signs in with {user.kind === 'local' ? 'a password' : signInWords(user, provider)},{' '}
						{user.signed_in_at === null ? (
							'and has not yet'
						) : (
							<>
								last <Moment at={user.signed_in_at} />
							</>
						)}
						. Made <Moment at={user.created_at} />.
					</p>
					<DrawerSection title="Roles">
						<UserRoles user={user} fromProvider={user.kind === 'oidc' && rolesFromProvider} onChanged={changed} />
					</DrawerSection>
					<DrawerSection title="Open sessions">
						<Sessions userId={user.id} />
					</DrawerSection>
					<DrawerSection title="Account">
						<UserActions user={user} onChanged={changed} />
					</DrawerSection>
				</>
			)}
		</aside>
	);
}
