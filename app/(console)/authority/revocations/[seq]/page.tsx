import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { REVOCATION_KEYS } from '@/components/authority/revocations/revocation-key-help';
import { RevocationTop } from '@/components/authority/revocations/revocation-top';
import { RevocationView } from '@/components/authority/revocations/revocation-view';
import { pageContext } from '@/lib/server/auth/page';
import { AuthorityFrame } from '../../authority-frame';

export const metadata: Metadata = { title: 'Revocation' };

/** One revocation as evidence. */
export default async function RevocationPage({ params }: { params: Promise<{ seq: string }> }) {
	// whoever may not read evidence is not told which places there are either
	await pageContext('evidence.read');
	const { seq } = await params;
	if (!/^[1-9]\d{0,14}$/.test(seq)) notFound();
	return (
		<AuthorityFrame
			keys={REVOCATION_KEYS}
			top={(zones) => <RevocationTop zones={zones} />}
			view={(zones) => <RevocationView seq={Number(seq)} zones={zones} />}
		/>
	);
}
