import type { MembershipBody } from '@/lib/api/access';
import { byRole, mayWords, zoneWords } from '../role-words';

/** The reader's roles, the highest first, each with its zones and what it may do there. */
export function RolesList({ memberships }: { memberships: readonly MembershipBody[] }) {
	if (memberships.length === 0)
		return (
			<p className="text-text-2">No role in any zone yet: you can see no evidence. Ask an administrator for one; it counts at once.</p>
		);
	return (
		<ul aria-label="Roles">
			{byRole(memberships).map(({ role, zoneIds }) => (
				<li key={`${role} ${zoneIds === null}`} className="flex flex-wrap gap-x-3 gap-y-0.5 border-b border-line py-2">
					<span className="w-28 shrink-0 font-medium">{role}</span>
					<span className="min-w-0 flex-1">
						<span className="block break-words">in {zoneIds === null ? zoneWords(null) : zoneIds.join(', ')}</span>
						<span className="block text-12 text-text-3">{mayWords(role, zoneIds === null)}</span>
					</span>
				</li>
			))}
		</ul>
	);
}
