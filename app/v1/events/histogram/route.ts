import { HISTOGRAM } from '@/lib/api/search-operations';
import { searchOf } from '@/lib/api/search-query';
import { route } from '@/lib/server/http/route';
import { eventHistogram } from '@/lib/server/search/histogram';

export const GET = route(HISTOGRAM, ({ ctx, query, request }) =>
	eventHistogram({ ctx, input: { search: searchOf(query), bars: query.bars }, signal: request.signal }),
);
