import type { Metadata } from 'next';
import { TAIL_KEYS } from '@/components/tail/tail-key-help';
import { TailTop } from '@/components/tail/tail-top';
import { TailView } from '@/components/tail/tail-view';
import { pageContext } from '@/lib/server/auth/page';
import { firstStatus, PageFrame, zonesOf } from '../page-frame';

export const metadata: Metadata = { title: 'Tail' };

export default async function TailPage() {
	const authorized = await pageContext('evidence.read');
	const first = await firstStatus(authorized);
	return (
		<PageFrame authorized={authorized} first={first} top={<TailTop zones={zonesOf(first)} />} keys={TAIL_KEYS}>
			<TailView who={String(authorized.actor.id)} />
		</PageFrame>
	);
}
