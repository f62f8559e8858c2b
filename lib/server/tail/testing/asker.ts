import type postgres from 'postgres';
import { Context } from '../../access';
import { newToken } from '../../auth/token-secret';

/** An authorised request of a token that the database knows, with its number: who watches is asked for again and again. */
export async function tokenContext(
	owner: postgres.Sql,
	zoneIds: readonly string[] | null = null,
): Promise<{ ctx: Context; tokenId: number }> {
	const { prefix, sha256 } = newToken();
	const [row] = await owner<{ token_id: number }[]>`
		insert into api_tokens (name, prefix, token_sha256, role, zone_ids, created_by, expires_at)
		values ('viewer', ${prefix}, ${sha256}, 'viewer', ${zoneIds === null ? null : [...zoneIds]}, 'test', now() + interval '1 hour')
		returning token_id`;
	const id = row?.token_id ?? 0;
	const memberships = (zoneIds ?? [null]).map((zoneId) => ({ zoneId, role: 'viewer' as const }));
	const actor = { kind: 'token', id, name: 'viewer', memberships, sessionId: null, expiresAt: 0n, mustChangePassword: false } as const;
	return { ctx: Context.authorize(actor, 'evidence.read', 'test'), tokenId: id };
}

/** Tells of a commit as the worker does; events that tests place are not told of. */
export async function tell(owner: postgres.Sql): Promise<void> {
	await owner`select pg_notify('audit_committed', '{}')`;
}
