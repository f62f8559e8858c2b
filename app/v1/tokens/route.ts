import { CREATE_TOKEN, LIST_TOKENS } from '@/lib/api/access-operations';
import { route } from '@/lib/server/http/route';
import { createToken } from '@/lib/server/tokens/create';
import { listTokens } from '@/lib/server/tokens/list';

export const GET = route(LIST_TOKENS, ({ ctx, query }) => listTokens({ ctx, input: query }));
export const POST = route(CREATE_TOKEN, ({ ctx, body }) => createToken({ ctx, input: body }));
