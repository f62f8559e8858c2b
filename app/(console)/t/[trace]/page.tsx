import { notFound, redirect } from 'next/navigation';
import { writeValues } from '@/lib/query/quote';
import { pageContext } from '@/lib/server/auth/page';
import { listEvents } from '@/lib/server/events/list';
import { attempt } from '@/lib/server/http/attempt';
import { requestHref, requestIdOf } from '@/lib/url/request';
import { DEFAULT_SEARCH, formatSearch } from '@/lib/url/search';

/** Our events of an OpenTelemetry trace: the request when all are of one, else all of them in the search. */
export default async function TracePage({ params }: { params: Promise<{ trace: string }> }) {
	const traceId = requestIdOf((await params).trace);
	if (traceId === null) notFound();
	const authorized = await pageContext('evidence.read');
	const search = { ...DEFAULT_SEARCH, range: { kind: 'all' }, q: writeValues('trace', [traceId]) } as const;
	const found = await attempt(authorized, (ctx) => listEvents({ ctx, input: { search, around: undefined } }));
	const events = found.ok && found.data.older === null && found.data.exact ? found.data.events : [];
	const [first] = events;
	if (first !== undefined && events.every((event) => event.requestId === first.requestId && event.zone === first.zone))
		redirect(requestHref(first.requestId, { zone: first.zone }));
	redirect(`/search?${formatSearch(search)}`);
}
