import type { Metadata } from 'next';
import { ON_CALL_KEYS } from '@/components/oncall/oncall-key-help';
import { OnCallTop } from '@/components/oncall/oncall-top';
import { OnCallView } from '@/components/oncall/oncall-view';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readOnCall } from '@/lib/server/oncall/read';
import { parseOnCall } from '@/lib/url/oncall';
import { firstStatus, PageFrame, zonesOf } from '../page-frame';

export const metadata: Metadata = { title: 'On call' };

type Query = Record<string, string | string[] | undefined>;

export default async function OnCallPage({ searchParams }: { searchParams: Promise<Query> }) {
	const authorized = await pageContext('evidence.read');
	const query = await searchParams;
	const pairs = Object.entries(query).flatMap(([key, value]) => [value ?? []].flat().map((each): [string, string] => [key, each]));
	const { zones } = parseOnCall(pairs);
	const [read, first] = await Promise.all([attempt(authorized, (ctx) => readOnCall({ ctx, zones })), firstStatus(authorized)]);
	const who = String(authorized.actor.id);
	const named = zonesOf(first);
	return (
		<PageFrame authorized={authorized} first={first} top={<OnCallTop zones={named} who={who} />} keys={ON_CALL_KEYS}>
			<OnCallView first={read.ok ? { zones, answer: read.data } : null} firstError={read.ok ? null : read.error} zones={named} who={who} />
		</PageFrame>
	);
}
