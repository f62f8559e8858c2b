'use client';

import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { failureOf } from '@/components/events/api';
import { Problem } from '@/components/events/problem';
import { usePageKeys } from '@/components/shell/shell';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { User } from '@/lib/api/access';
import type { ErrorBody } from '@/lib/api/events';
import { ListEnd, ListTop, SettingsSkeleton } from '../list-parts';
import { useAddress } from '../use-address';
import { useList } from '../use-list';
import { ROW_KEYS, useRowKeys } from '../use-row-keys';
import { FirstPassword } from './first-password';
import { NewUserForm } from './new-user-form';
import { UserDrawer } from './user-drawer';
import { UserRows } from './user-rows';

interface Props {
	readonly first: { readonly users: readonly User[]; readonly next: string | null } | null;
	readonly firstError: ErrorBody | null;
	/** What people call the identity provider; null without one. */
	readonly provider: string | null;
	readonly rolesFromProvider: boolean;
	/** Name of the reader's own account. */
	readonly own: string;
}

/** The accounts; one of them in the drawer, a new one in a dialog. */
export function UsersView({ first, firstError, provider, rolesFromProvider, own }: Props) {
	const { params, go, hrefOf } = useAddress();
	const { query, items, edit } = useList<User>('/v1/users', 'users', first === null ? undefined : { items: first.users, next: first.next });
	const [made, setMade] = useState<{ readonly user: User; readonly password: string } | null>(null);
	const rows = useRef<HTMLElement>(null);
	const selected = params.get('user');
	usePageKeys(ROW_KEYS);
	useRowKeys({ rows, onClose: () => go({ user: null }), onNew: () => go({ new: '1' }) });

	function closeForm() {
		go(made === null ? { new: null } : { new: null, user: String(made.user.id) }, 'replace');
		setMade(null);
	}

	function onCreated(user: User, password: string) {
		setMade({ user, password });
		// at the end of the list, where the oldest come first, when that end has been read
		edit((users, page, pages) => (page === pages - 1 && !query.hasNextPage ? [...users, user] : users));
	}

	const failure = items.length > 0 ? null : query.error !== null ? failureOf(query.error) : query.data === undefined ? firstError : null;
	const words = `${items.length.toLocaleString('en')}${query.hasNextPage ? ' accounts read, there are more' : items.length === 1 ? ' account' : ' accounts'}`;

	return (
		<div className="flex min-h-0 flex-1">
			<main ref={rows} className="flex min-w-0 flex-1 flex-col overflow-auto">
				<h1 className="sr-only">Users</h1>
				<ListTop count={query.data === undefined ? (failure === null ? 'Reading…' : 'Not read') : words}>
					<Button size="bar" kind="primary" onClick={() => go({ new: '1' })}>
						<Plus size={14} aria-hidden /> New account
					</Button>
				</ListTop>
				{failure !== null ? (
					<Problem error={failure} onRetry={() => void query.refetch()} />
				) : query.isPending ? (
					<SettingsSkeleton />
				) : (
					<>
						<UserRows
							users={items}
							selected={selected}
							narrow={selected !== null}
							provider={provider}
							hrefOf={(user) => hrefOf({ user: String(user.id) })}
							onOpen={(user) => go({ user: String(user.id) }, selected === null ? 'push' : 'replace')}
						/>
						<ListEnd
							shown={items.length}
							more={query.hasNextPage}
							reading={query.isFetchingNextPage}
							failed={query.isFetchNextPageError}
							onMore={() => void query.fetchNextPage()}
						/>
					</>
				)}
			</main>
			{selected === null ? null : (
				<UserDrawer
					key={selected}
					userId={selected}
					row={items.find((user) => String(user.id) === selected)}
					provider={provider}
					rolesFromProvider={rolesFromProvider}
					own={own}
					onChanged={(user) => edit((users) => users.map((each) => (each.id === user.id ? user : each)))}
					onClose={() => go({ user: null })}
				/>
			)}
			<Dialog
				open={made !== null || params.has('new')}
				onOpenChange={(open) => (open ? undefined : closeForm())}
				title={made === null ? 'New account' : `Account ${made.user.name}`}
			>
				{made === null ? (
					<NewUserForm onCreated={onCreated} onCancel={closeForm} />
				) : (
					<FirstPassword name={made.user.name} password={made.password} onClose={closeForm} />
				)}
			</Dialog>
		</div>
	);
}
