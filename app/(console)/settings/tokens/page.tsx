import type { Metadata } from 'next';
import { NeedsRole } from '@/components/settings/needs-role';
import { asBodies } from '@/components/settings/role-words';
import { TokensView } from '@/components/settings/tokens/tokens-view';
import { scopeOf } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { listTokens } from '@/lib/server/tokens/list';
import { LIST_ROWS } from '../list-rows';

export const metadata: Metadata = { title: 'API tokens' };

export default async function TokensPage() {
	const authorized = await pageContext('signed_in');
	const { memberships } = authorized.actor;
	if (scopeOf(memberships, 'tokens.manage') === null)
		return <NeedsRole title="API tokens" wanted="manage API tokens" permission="tokens.manage" memberships={asBodies(memberships)} />;
	const tokens = await attempt(authorized, (ctx) => listTokens({ ctx, input: { limit: LIST_ROWS } }));
	return <TokensView first={tokens.ok ? tokens.data : null} firstError={tokens.ok ? null : tokens.error} />;
}
