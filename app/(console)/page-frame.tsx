import type { ReactNode } from 'react';
import { EvidenceChip, EvidenceNotices } from '@/components/shell/evidence-state';
import type { KeyHelp } from '@/components/shell/keys-dialog';
import { PageKeys } from '@/components/shell/page-keys';
import { TopBar } from '@/components/shell/top-bar';
import { highestRole, scopeOf } from '@/lib/access/roles';
import type { ConsoleStatus } from '@/lib/api/status';
import type { Context } from '@/lib/server/access';
import { attempt } from '@/lib/server/http/attempt';
import { readStatus } from '@/lib/server/status';

const seesEvidence = ({ actor }: Context) => scopeOf(actor.memberships, 'evidence.read') !== null;

/** The state of the evidence as a page first shows it; null where it cannot be told. Read beside the page's own reads. */
export async function firstStatus(authorized: Context): Promise<ConsoleStatus | null> {
	const status = seesEvidence(authorized) ? await attempt(authorized, (ctx) => readStatus({ ctx })) : null;
	return status?.ok ? status.data : null;
}

/** The zones that a reader may choose from. */
export function zonesOf(first: ConsoleStatus | null): readonly string[] {
	return first?.zones.map(({ zone }) => zone) ?? [];
}

interface Props {
	readonly authorized: Context;
	readonly first: ConsoleStatus | null;
	/** The view's own part of the top bar: its name, or what it is about. */
	readonly top: ReactNode;
	readonly keys?: readonly KeyHelp[];
	/** What the view shows, where its address does not say. */
	readonly window?: { readonly from: string; readonly to: string } | undefined;
	readonly children: ReactNode;
}

/** What every view stands in: the top bar, the state of the evidence with what may be missing of it, and the view's keys. */
export function PageFrame({ authorized, first, top, keys, window, children }: Props) {
	const { name, memberships } = authorized.actor;
	const isTold = seesEvidence(authorized);
	return (
		<>
			<TopBar user={{ name, role: highestRole(memberships) ?? 'no role' }} state={isTold ? <EvidenceChip first={first} /> : null}>
				{typeof top === 'string' ? <span className="px-1 text-13 font-medium">{top}</span> : top}
			</TopBar>
			{isTold ? <EvidenceNotices first={first} {...(window === undefined ? {} : { window })} /> : null}
			{keys === undefined ? null : <PageKeys keys={keys} />}
			{children}
		</>
	);
}
