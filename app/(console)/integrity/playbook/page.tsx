import type { Metadata } from 'next';
import { PlaybookView } from '@/components/integrity/playbook-view';
import { pageContext } from '@/lib/server/auth/page';
import { firstStatus, PageFrame } from '../../page-frame';

export const metadata: Metadata = { title: 'Findings and what to do' };

export default async function PlaybookPage() {
	const authorized = await pageContext('evidence.read');
	const first = await firstStatus(authorized);
	return (
		<PageFrame authorized={authorized} first={first} top="Playbook">
			<PlaybookView />
		</PageFrame>
	);
}
