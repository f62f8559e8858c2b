import type { Metadata } from 'next';
import { INTEGRITY_KEYS } from '@/components/integrity/integrity-key-help';
import { IntegrityTop } from '@/components/integrity/integrity-top';
import { IntegrityView } from '@/components/integrity/integrity-view';
import { scopeOf } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readIntegrity } from '@/lib/server/integrity/overview';
import { firstStatus, PageFrame, zonesOf } from '../page-frame';

export const metadata: Metadata = { title: 'Integrity' };

export default async function IntegrityPage() {
	const authorized = await pageContext('evidence.read');
	const [read, first] = await Promise.all([attempt(authorized, (ctx) => readIntegrity({ ctx })), firstStatus(authorized)]);
	const may = scopeOf(authorized.actor.memberships, 'verification.run');
	return (
		<PageFrame authorized={authorized} first={first} top={<IntegrityTop zones={zonesOf(first)} />} keys={INTEGRITY_KEYS}>
			<IntegrityView
				first={read.ok ? read.data : null}
				firstError={read.ok ? null : read.error}
				mayVerify={may === null ? [] : may.kind === 'all' ? null : may.zoneIds}
			/>
		</PageFrame>
	);
}
