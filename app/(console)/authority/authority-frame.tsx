import type { ReactNode } from 'react';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import type { KeyHelp } from '@/components/shell/keys-dialog';
import { PageKeys } from '@/components/shell/page-keys';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole } from '@/lib/access/roles';
import { pageContext } from '@/lib/server/auth/page';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';

interface Props {
	readonly keys: readonly KeyHelp[];
	/** The view's own part of the top bar, and the view; both are given the zones the reader may see. */
	readonly top: (zones: readonly string[]) => ReactNode;
	readonly view: (zones: readonly string[]) => ReactNode;
}

/** What the views of authority stand in: who asks, the state of the evidence, the zones. */
export async function AuthorityFrame({ keys, top, view }: Props) {
	const authorized = await pageContext('evidence.read');
	const status = await attempt(authorized, (ctx) => readStatus({ ctx }));
	const first = status.ok ? status.data : null;
	const zones = first?.zones.map(({ zone }) => zone) ?? [];
	return (
		<>
			<TopBar
				user={{ name: authorized.actor.name, role: highestRole(authorized.actor.memberships) ?? 'no role' }}
				state={<EvidenceChip first={first} />}
			>
				{top(zones)}
			</TopBar>
			<EvidenceNotices first={first} />
			<PageKeys keys={keys} />
			{view(zones)}
		</>
	);
}
