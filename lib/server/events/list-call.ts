import 'server-only';
import type * as z from 'zod';
import type { LIST_EVENTS } from '../../api/event-operations';
import type { EventList } from '../../api/events';
import { searchOf } from '../../api/search-query';
import type { Call } from '../http/perform';
import { listEvents } from './list';

/** Answers `LIST_EVENTS`, whichever server took the request. */
export function answerListEvents({ ctx, query, request }: Call<unknown, z.infer<typeof LIST_EVENTS.query>, unknown>): Promise<EventList> {
	const search = searchOf(query);
	const { before, after, limit } = query;
	return listEvents({ ctx, input: { search, around: search.selected ?? undefined, before, after, limit }, signal: request.signal });
}
