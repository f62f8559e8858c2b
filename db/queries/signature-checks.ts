import { sql } from 'drizzle-orm';
import type { Database } from '../database';
import { epochMicros } from '../epoch';
import { type Reader, rowsOf } from './reader';

/** Checks of one zone that may wait for a worker at once. */
const OPEN_MAX = 1000;

/** What a worker found. */
export interface AnsweredCheck {
	readonly checkedAt: bigint;
	readonly state: string;
	readonly detail: string;
}

/**
 * Asks the workers to check the signature of an event.
 * @returns the number of the check, or null when too many of the zone wait already
 */
export async function askSignatureCheck(db: Database, zoneNo: number, seq: number): Promise<string | null> {
	return db.transaction(async (transaction) => {
		await transaction.execute(sql`select set_config('caracal.zones', ${String(zoneNo)}, true)`);
		const [row] = await rowsOf<{ check_no: string }>(
			transaction,
			sql`insert into signature_checks (zone_no, chain_seq)
				select ${zoneNo}::integer, ${seq}::bigint
				where (select count(*) from (select from signature_checks where checked_at is null and asked_at > now() - interval '60 seconds'
					limit ${OPEN_MAX}) open) < ${OPEN_MAX}
				returning check_no::text`,
		);
		return row?.check_no ?? null;
	});
}

/** The answer to a check, or null while there is none. The reader must be bound to the zone. */
export async function answeredCheck(reader: Reader, checkNo: string): Promise<AnsweredCheck | null> {
	const [row] = await rowsOf<{ checked_at: string; state: string; detail: string }>(
		reader,
		sql`select ${epochMicros(sql`checked_at`)} as checked_at, state, detail from signature_checks
			where check_no = ${checkNo}::bigint and checked_at is not null`,
	);
	return row === undefined ? null : { checkedAt: BigInt(row.checked_at), state: row.state, detail: row.detail };
}
