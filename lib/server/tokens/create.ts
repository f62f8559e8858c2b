import 'server-only';
import { insertToken, lockMaker } from '../../../db/queries/tokens';
import { covers } from '../../access/covers';
import type { Role } from '../../access/roles';
import type { CreatedToken } from '../../api/access';
import { AppError } from '../../errors';
import { formatMicros } from '../../time';
import type { Context } from '../access';
import { newToken } from '../auth/token-secret';
import { database } from '../database';
import { record } from '../record';
import { tokenShape } from './shape';

interface Input {
	readonly name: string;
	readonly role: Role;
	/** Null for every zone. */
	readonly zone_ids: readonly string[] | null;
	readonly expires_in_days: number;
}

/**
 * Makes a token; its secret is in the answer and nowhere else.
 * @throws AppError forbidden when it would hold more than who makes it
 */
export async function createToken({ ctx, input }: { ctx: Context; input: Input }): Promise<CreatedToken> {
	ctx.require('tokens.manage');
	const zones: readonly (string | null)[] = input.zone_ids ?? [null];
	if (!zones.every((zoneId) => covers(ctx.actor.memberships, { zoneId, role: input.role })))
		throw new AppError('forbidden', 'A token cannot hold more than you do.', 'Choose a lower role or fewer zones.');
	const { secret, prefix, sha256 } = newToken();
	const row = await database().transaction(async (reader) => {
		const maker = await lockMaker(reader, ctx.actor);
		if (maker?.isDisabled === true) throw new AppError('forbidden', 'Your account has been disabled.', 'Ask an administrator.');
		const stored = await insertToken(reader, {
			name: input.name,
			prefix,
			sha256,
			role: input.role,
			zoneIds: input.zone_ids,
			createdBy: ctx.actor.name,
			createdByUserId: maker?.userId ?? null,
			days: input.expires_in_days,
		});
		const details = {
			token_id: stored.tokenId,
			token_name: stored.name,
			token_prefix: stored.prefix,
			role: stored.role,
			zones: stored.zoneIds,
			expires_at: formatMicros(stored.expiresAt),
		};
		await record(ctx, { action: 'console.token_created', details }, reader);
		return stored;
	});
	return { ...tokenShape(row), secret };
}
