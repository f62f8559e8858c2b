import type { ReactNode } from 'react';
import type { KeyHelp } from '@/components/shell/keys-dialog';
import { pageContext } from '@/lib/server/auth/page';
import { firstStatus, PageFrame, zonesOf } from '../page-frame';

interface Props {
	readonly keys: readonly KeyHelp[];
	/** The view's own part of the top bar, and the view; both are given the zones the reader may see. */
	readonly top: (zones: readonly string[]) => ReactNode;
	readonly view: (zones: readonly string[]) => ReactNode;
}

/** What the views of authority stand in: who asks, the state of the evidence, the zones. */
export async function AuthorityFrame({ keys, top, view }: Props) {
	const authorized = await pageContext('evidence.read');
	const first = await firstStatus(authorized);
	const zones = zonesOf(first);
	return (
		<PageFrame authorized={authorized} first={first} top={top(zones)} keys={keys}>
			{view(zones)}
		</PageFrame>
	);
}
