import { sql } from 'drizzle-orm';
import type { Membership, Role } from '../../lib/access/roles';
import { type Reader, rowsOf } from './reader';

/** Serialises changes of who is an administrator: two that each leave the other as the last one would together leave none. */
const ADMINISTRATORS_LOCK = 7_102_114_093;

/** Memberships of the user alias `u` as a JSON array of [zone or null, role]. */
export const MEMBERSHIPS_JSON = sql`coalesce((select json_agg(json_build_array(m.zone_id, m.role) order by m.zone_id nulls first)
	from console_memberships m where m.user_id = u.user_id), '[]')::text`;

export function membershipsOf(json: string): Membership[] {
	return (JSON.parse(json) as [string | null, Role][]).map(([zoneId, role]) => ({ zoneId, role }));
}

/** Memberships as jsonb_to_recordset takes them. */
export function membershipsJson(memberships: readonly Membership[]): string {
	return JSON.stringify(memberships.map(({ zoneId, role }) => ({ zone_id: zoneId, role })));
}

/** Replaces all memberships of an account. */
export async function setMemberships(reader: Reader, userId: number, memberships: readonly Membership[]): Promise<void> {
	await reader.execute(sql`delete from console_memberships where user_id = ${userId}::integer`);
	await reader.execute(sql`insert into console_memberships (user_id, zone_id, role)
		select ${userId}::integer, m.zone_id, m.role
		from jsonb_to_recordset(${membershipsJson(memberships)}::text::jsonb) as m(zone_id text, role text)`);
}

/** Waits until no other transaction changes who is an administrator; holds until this one ends. */
export async function lockAdministrators(reader: Reader): Promise<void> {
	await reader.execute(sql`select pg_advisory_xact_lock(${ADMINISTRATORS_LOCK}::bigint)`);
}

/** Whether an account that is not disabled administers every zone. */
export async function hasAdministrator(reader: Reader): Promise<boolean> {
	const [row] = await rowsOf<{ some: boolean }>(
		reader,
		sql`select exists (select from console_users u join console_memberships m using (user_id)
			where u.disabled_at is null and m.zone_id is null and m.role = 'admin') as some`,
	);
	return row?.some === true;
}
