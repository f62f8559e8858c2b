import { REQUEST_CHANGES } from '@/lib/api/trace-operations';
import { route } from '@/lib/server/http/route';
import { requestChanges } from '@/lib/server/trace/changes';

export const GET = route(REQUEST_CHANGES, ({ ctx, params, query, request }) =>
	requestChanges({
		ctx,
		input: {
			...{ zone: params.zone, requestId: params.id, seq: query.seq, resource: query.resource },
			...{ with: query.with, withZone: query.with_zone, withSeq: query.with_seq },
		},
		signal: request.signal,
	}),
);
