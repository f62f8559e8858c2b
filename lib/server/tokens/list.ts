import 'server-only';
import { listTokens as readTokens } from '../../../db/queries/tokens';
import type { Token } from '../../api/access';
import type { Context } from '../access';
import { database } from '../database';
import { tokenShape } from './shape';

interface Input {
	/** Number of the last token of the page before. */
	readonly after?: string | undefined;
	readonly limit: number;
}

/** Tokens, newest first, with the `after` of the next page when there are more. */
export async function listTokens({ ctx, input }: { ctx: Context; input: Input }): Promise<{ tokens: Token[]; next: string | null }> {
	ctx.require('tokens.manage');
	const rows = await readTokens(database(), input.after === undefined ? null : Number(input.after), input.limit + 1);
	const tokens = rows.slice(0, input.limit).map(tokenShape);
	return { tokens, next: rows.length > input.limit ? String(tokens.at(-1)?.id) : null };
}
