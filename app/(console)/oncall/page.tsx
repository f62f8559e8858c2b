import type { Metadata } from 'next';
import { ON_CALL_KEYS } from '@/components/oncall/oncall-key-help';
import { OnCallTop } from '@/components/oncall/oncall-top';
import { OnCallView } from '@/components/oncall/oncall-view';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import { PageKeys } from '@/components/shell/page-keys';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readOnCall } from '@/lib/server/oncall/read';
import { readStatus } from '@/lib/server/status';
import { parseOnCall } from '@/lib/url/oncall';

export const metadata: Metadata = { title: 'On call' };

type Query = Record<string, string | string[] | undefined>;

export default async function OnCallPage({ searchParams }: { searchParams: Promise<Query> }) {
	const authorized = await pageContext('evidence.read');
	const query = await searchParams;
	const pairs = Object.entries(query).flatMap(([key, value]) => [value ?? []].flat().map((each): [string, string] => [key, each]));
	const { zones } = parseOnCall(pairs);
	const [read, status] = await Promise.all([
		attempt(authorized, (ctx) => readOnCall({ ctx, zones })),
		attempt(authorized, (ctx) => readStatus({ ctx })),
	]);
	const first = status.ok ? status.data : null;
	const who = String(authorized.actor.id);
	const named = first?.zones.map((zone) => zone.zone) ?? [];
	return (
		<>
			<TopBar
				user={{ name: authorized.actor.name, role: highestRole(authorized.actor.memberships) ?? 'no role' }}
				state={<EvidenceChip first={first} />}
			>
				<OnCallTop zones={named} who={who} />
			</TopBar>
			<EvidenceNotices first={first} />
			<PageKeys keys={ON_CALL_KEYS} />
			<OnCallView first={read.ok ? { zones, answer: read.data } : null} firstError={read.ok ? null : read.error} zones={named} who={who} />
		</>
	);
}
