import type { SqlClient } from '../client';

/** A public key that checkpoints are signed by. Instants are seconds since 1970; `until` null is without end. */
export interface CheckpointKey {
	readonly verifierLine: string;
	readonly fingerprint: string;
	readonly from: number;
	readonly until: number | null;
}

/** Writes down the keys there are. Those that are no longer configured stay, to check what they signed. */
export async function noteKeys(sql: SqlClient, keys: readonly CheckpointKey[]): Promise<void> {
	for (const { verifierLine, fingerprint, from, until } of keys)
		await sql`
			insert into checkpoint_keys (verifier_line, fingerprint, signs_from, signs_until)
			values (${verifierLine}, ${fingerprint}, to_timestamp(${from}::float8), to_timestamp(${until}::float8))
			on conflict (verifier_line) do update set signs_from = excluded.signs_from, signs_until = excluded.signs_until, seen_at = now()`;
}
