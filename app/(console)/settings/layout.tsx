import type { ReactNode } from 'react';
import { SettingsTabs } from '@/components/settings/settings-tabs';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole, scopeOf } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
	const ctx = await pageContext('signed_in');
	const { name, memberships } = ctx.actor;
	const canRead = scopeOf(memberships, 'evidence.read') !== null;
	const status = canRead ? await attempt(ctx, (authorized) => readStatus({ ctx: authorized })) : null;
	const first = status?.ok ? status.data : null;
	const tabs = [
		{ name: 'My account', href: '/settings/account' },
		...(scopeOf(memberships, 'users.manage') === null ? [] : [{ name: 'Users', href: '/settings/users' }]),
		...(scopeOf(memberships, 'tokens.manage') === null ? [] : [{ name: 'API tokens', href: '/settings/tokens' }]),
	];
	return (
		<>
			<TopBar user={{ name, role: highestRole(memberships) ?? 'no role' }} state={canRead ? <EvidenceChip first={first} /> : null}>
				<span className="px-1 text-13 font-medium">Settings</span>
			</TopBar>
			{canRead ? <EvidenceNotices first={first} /> : null}
			<SettingsTabs tabs={tabs} />
			{children}
		</>
	);
}
