import type { Metadata } from 'next';
import { ApiView } from '@/components/api-document/api-view';
import { pageContext } from '@/lib/server/auth/page';
import { openApi } from '@/lib/server/openapi';
import { firstStatus, PageFrame } from '../page-frame';

export const metadata: Metadata = { title: 'API' };

/** The interface for programs, drawn from its own description. */
export default async function ApiPage() {
	const ctx = await pageContext('signed_in');
	const first = await firstStatus(ctx);
	return (
		<PageFrame authorized={ctx} first={first} top="API">
			<ApiView document={openApi()} />
		</PageFrame>
	);
}
