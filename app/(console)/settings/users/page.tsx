import type { Metadata } from 'next';
import { NeedsRole } from '@/components/settings/needs-role';
import { asBodies } from '@/components/settings/role-words';
import { UsersView } from '@/components/settings/users/users-view';
import { scopeOf } from '@/lib/access/roles';
import { oidcName } from '@/lib/server/auth/oidc-provider';
import { pageContext } from '@/lib/server/auth/page';
import { webEnv } from '@/lib/server/env';
import { attempt } from '@/lib/server/http/attempt';
import { listUsers } from '@/lib/server/users/list';
import { LIST_ROWS } from '../list-rows';

export const metadata: Metadata = { title: 'Users' };

export default async function UsersPage() {
	const authorized = await pageContext('signed_in');
	const { name, memberships } = authorized.actor;
	if (scopeOf(memberships, 'users.manage') === null)
		return <NeedsRole title="Users" wanted="manage accounts" permission="users.manage" memberships={asBodies(memberships)} />;
	const users = await attempt(authorized, (ctx) => listUsers({ ctx, input: { limit: LIST_ROWS } }));
	return (
		<UsersView
			first={users.ok ? users.data : null}
			firstError={users.ok ? null : users.error}
			provider={oidcName()}
			rolesFromProvider={webEnv().oidc?.roles !== undefined}
			own={name}
		/>
	);
}
