import { LIST_FINDINGS } from '@/lib/api/integrity-operations';
import { route } from '@/lib/server/http/route';
import { listFindings } from '@/lib/server/integrity/findings';

export const GET = route(LIST_FINDINGS, ({ ctx, query }) => listFindings({ ctx, query }));
