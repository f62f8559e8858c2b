import type { Metadata } from 'next';
import { AUTHORITY_KEYS } from '@/components/authority/authority-key-help';
import { AuthorityTop } from '@/components/authority/authority-top';
import { AuthorityView } from '@/components/authority/authority-view';
import { AuthorityFrame } from './authority-frame';

export const metadata: Metadata = { title: 'Authority' };

/** Who may act for whom. */
export default async function AuthorityPage() {
	return (
		<AuthorityFrame
			keys={AUTHORITY_KEYS}
			top={(zones) => <AuthorityTop zones={zones} />}
			view={(zones) => <AuthorityView zones={zones} />}
		/>
	);
}
