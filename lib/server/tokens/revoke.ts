import 'server-only';
import { findToken, revokeToken as storeRevocation } from '../../../db/queries/tokens';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { database } from '../database';
import { record } from '../record';

/**
 * Revokes a token at once. Revoking it again changes nothing and is no failure.
 * @throws AppError not_found
 */
export async function revokeToken({ ctx, input }: { ctx: Context; input: { readonly tokenId: string } }): Promise<null> {
	ctx.require('tokens.manage');
	await database().transaction(async (reader) => {
		const token = await findToken(reader, Number(input.tokenId));
		if (token === null) throw new AppError('not_found', `There is no token ${input.tokenId}.`, 'Look it up in the list of tokens.');
		if (!(await storeRevocation(reader, token.tokenId))) return;
		const details = { token_id: token.tokenId, token_name: token.name, token_prefix: token.prefix };
		await record(ctx, { action: 'console.token_revoked', details }, reader);
	});
	return null;
}
