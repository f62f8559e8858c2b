import type { Metadata } from 'next';
import { AccountView } from '@/components/settings/account/account-view';
import { asBodies } from '@/components/settings/role-words';
import { PASSWORD_LENGTH_MIN } from '@/lib/api/access';
import { oidcName } from '@/lib/server/auth/oidc-provider';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { listSessions } from '@/lib/server/sessions/list';
import { signInWay } from '@/lib/server/users/sign-in-way';
import { LIST_ROWS } from '../list-rows';

export const metadata: Metadata = { title: 'My account' };

export default async function AccountPage() {
	const authorized = await pageContext('signed_in');
	const [sessions, way] = await Promise.all([
		attempt(authorized, (ctx) => listSessions({ ctx, input: { limit: LIST_ROWS } })),
		attempt(authorized, (ctx) => signInWay({ ctx })),
	]);
	return (
		<AccountView
			name={authorized.actor.name}
			memberships={asBodies(authorized.actor.memberships)}
			sessions={sessions.ok ? sessions.data : null}
			sessionsError={sessions.ok ? null : sessions.error}
			hasPassword={way.ok ? way.data === 'password' : null}
			passwordLengthMin={PASSWORD_LENGTH_MIN}
			provider={oidcName()}
		/>
	);
}
