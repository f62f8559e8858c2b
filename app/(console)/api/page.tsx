import type { Metadata } from 'next';
import { ApiView } from '@/components/api-document/api-view';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { openApi } from '@/lib/server/openapi';

export const metadata: Metadata = { title: 'API' };

/** The interface for programs, drawn from its own description. */
export default async function ApiPage() {
	const { actor } = await pageContext('signed_in');
	return (
		<>
			<TopBar user={{ name: actor.name, role: highestRole(actor.memberships) ?? 'no role' }}>
				<span className="px-1 text-13 font-medium">API</span>
			</TopBar>
			<ApiView document={openApi()} />
		</>
	);
}
