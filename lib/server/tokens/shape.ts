import 'server-only';
import type { TokenRow } from '../../../db/queries/tokens';
import type { Token } from '../../api/access';
import { formatMicros } from '../../time';

const instant = (micros: bigint | null) => (micros === null ? null : formatMicros(micros));

/** A token as it may be shown: everything but what it is proved by. */
export function tokenShape(row: TokenRow): Token {
	return {
		id: row.tokenId,
		name: row.name,
		prefix: row.prefix,
		role: row.role,
		zone_ids: row.zoneIds === null ? null : [...row.zoneIds],
		created_by: row.createdBy,
		created_at: formatMicros(row.createdAt),
		expires_at: formatMicros(row.expiresAt),
		revoked_at: instant(row.revokedAt),
		last_used_at: instant(row.lastUsedAt),
	};
}
