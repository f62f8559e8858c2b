import type { Metadata } from 'next';
import { RevocationTop } from '@/components/authority/revocations/revocation-top';
import { RevocationsView } from '@/components/authority/revocations/revocations-view';
import { AuthorityFrame } from '../authority-frame';

export const metadata: Metadata = { title: 'Revocations' };

/** Every revocation, and whether it held. */
export default async function RevocationsPage() {
	return <AuthorityFrame keys={[]} top={(zones) => <RevocationTop zones={zones} />} view={(zones) => <RevocationsView zones={zones} />} />;
}
