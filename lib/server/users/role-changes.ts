import type { Membership, Role } from '../../access/roles';
import type { Deed } from '../record';

/** What is recorded when an account's memberships change: one deed for each zone whose role is another than before. */
export function roleChanges(
	account: { readonly userId: number; readonly name: string },
	before: readonly Membership[],
	after: readonly Membership[],
): Deed[] {
	const rolesOf = (memberships: readonly Membership[]) => new Map<string | null, Role>(memberships.map((m) => [m.zoneId, m.role]));
	const [old, now] = [rolesOf(before), rolesOf(after)];
	return [...new Set([...old.keys(), ...now.keys()])].flatMap((zoneId): Deed[] => {
		const [role_before, role_after] = [old.get(zoneId) ?? null, now.get(zoneId) ?? null];
		if (role_before === role_after) return [];
		const details = { account_id: account.userId, account_name: account.name, role_zone: zoneId, role_before, role_after };
		return [{ action: 'console.role_changed', details }];
	});
}
