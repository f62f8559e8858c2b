import 'server-only';
import type * as z from 'zod';
import type { TAIL, TAIL_ZONE } from '../../api/tail-operations';
import { tailZones } from '../../api/tail-query';
import type { Flow } from '../http/flow';
import type { Call } from '../http/perform';
import { openTail } from './open';

type Query<O extends { readonly query: z.ZodType }> = z.infer<O['query']>;

/** Answers `TAIL`, whichever server took the request. */
export async function answerTail({ ctx, query, request }: Call<unknown, Query<typeof TAIL>, unknown>): Promise<Flow> {
	const { zone, q = '', after, ...rest } = query;
	return openTail({ ctx, input: { ...rest, zones: tailZones(zone), q, after: request.headers.get('last-event-id') ?? after } });
}

/** The same for `TAIL_ZONE`. */
export async function answerZoneTail({
	ctx,
	params,
	query,
	request,
}: Call<z.infer<typeof TAIL_ZONE.params>, Query<typeof TAIL_ZONE>, unknown>): Promise<Flow> {
	const { q = '', after, ...rest } = query;
	const resumed = request.headers.get('last-event-id') ?? after;
	return openTail({ ctx, input: { ...rest, zones: [params.zone], inPath: true, q, after: resumed } });
}
