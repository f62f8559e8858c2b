import { Lock } from 'lucide-react';
import type { Role } from '@/lib/access/roles';
import type { MembershipBody } from '@/lib/api/access';
import { EVERY_ZONE, membershipsWords } from './role-words';

interface Props {
	/** What the reader wanted: `manage accounts`. */
	readonly wanted: string;
	readonly role: Role;
	/** What they have. */
	readonly memberships: readonly MembershipBody[];
}

/** A view the reader's role does not permit: which one is needed, and which they have. */
export function NeedsRole({ wanted, role, memberships }: Props) {
	return (
		<div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-2 px-4 py-10">
			<Lock size={20} aria-hidden className="text-unknown" />
			<p className="text-15 font-semibold">
				To {wanted}, you need to be {role} in {EVERY_ZONE}.
			</p>
			<p className="text-text-2">
				You are {membershipsWords(memberships).replace(/^no role/, 'without a role')}. Ask an administrator for the role.
			</p>
		</div>
	);
}
