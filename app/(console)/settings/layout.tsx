import type { ReactNode } from 'react';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { scopeOf } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { firstStatus, PageFrame } from '../page-frame';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
	const ctx = await pageContext('signed_in');
	const { memberships } = ctx.actor;
	const first = await firstStatus(ctx);
	const tabs = [
		{ name: 'My account', href: '/settings/account' },
		...(scopeOf(memberships, 'users.manage') === null ? [] : [{ name: 'Users', href: '/settings/users' }]),
		...(scopeOf(memberships, 'tokens.manage') === null ? [] : [{ name: 'API tokens', href: '/settings/tokens' }]),
	];
	return (
		<PageFrame authorized={ctx} first={first} top="Settings">
			<SettingsTabs tabs={tabs} />
			{children}
		</PageFrame>
	);
}
