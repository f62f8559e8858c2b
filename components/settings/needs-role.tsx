import { Lock } from 'lucide-react';
import { isEverywhere, type Permission, permits, ROLES } from '@/lib/access/roles';
import type { MembershipBody } from '@/lib/api/access';
import { EVERY_ZONE, membershipsWords } from './role-words';

interface Props {
	/** Name of the view. */
	readonly title: string;
	/** What the reader wanted: `manage accounts`. */
	readonly wanted: string;
	readonly permission: Permission;
	/** What they have. */
	readonly memberships: readonly MembershipBody[];
}

/** A view the reader's role does not permit: which one is needed, and which they have. */
export function NeedsRole({ title, wanted, permission, memberships }: Props) {
	const needed = ROLES.find((role) => permits(role, permission)) ?? 'admin';
	return (
		<main>
			<h1 className="sr-only">{title}</h1>
			<div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-2 px-4 py-10">
				<Lock size={20} aria-hidden className="text-unknown" />
				<p className="text-15 font-semibold">
					To {wanted}, you need to be {needed} in {isEverywhere(permission) ? EVERY_ZONE : 'a zone'}.
				</p>
				<p className="text-text-2">
					{memberships.length === 0 ? 'You have no role in any zone.' : `You are ${membershipsWords(memberships)}.`} Ask an administrator
					for the role.
				</p>
			</div>
		</main>
	);
}
