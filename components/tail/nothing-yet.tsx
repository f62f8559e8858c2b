import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { readJson } from '@/components/events/api';
import { TimeAndAge } from '@/components/events/clock';
import { Nothing } from '@/components/events/problem';
import { Button } from '@/components/ui/button';
import type { EventList } from '@/lib/api/events';
import { visible } from '@/lib/events/visible';
import { DEFAULT_SEARCH, formatSearch } from '@/lib/url/search';
import { useTail } from './tail-context';

/** No row yet: what is waited for, and when such an event was seen last. */
export function NothingYet({ words }: { words: string }) {
	const { state, change, timeZone, now, toggle } = useTail();
	const { zones, q } = state;
	const address = formatSearch({ ...DEFAULT_SEARCH, zones, q, range: { kind: 'last', preset: '30d' } });
	const { data } = useQuery({
		queryKey: ['tail', 'last', address],
		queryFn: ({ signal }) => readJson<EventList>(`/v1/events?${address}&limit=1`, signal),
		enabled: now.link.kind === 'open' && now.held === 0,
		staleTime: 60_000,
		retry: false,
	});
	const last = data?.events[0];
	const of = zones.length === 0 ? 'every zone you may read' : zones.map(visible).join(', ');
	if (now.held > 0)
		return (
			<Nothing title={`${now.held.toLocaleString('en')} new since the position this tail is paused at.`}>
				<p>What came before is in the search. Go on to see what came since.</p>
				<Button kind="primary" onClick={() => toggle('button')}>
					Go on
				</Button>
			</Nothing>
		);
	return (
		<Nothing title="Waiting for events">
			<p>
				{words === '' ? 'Every event' : `Events that are: ${visible(words)}`}, of {of}. Each is shown as soon as it is in the ledger.
			</p>
			{data === undefined ? null : last === undefined ? (
				<p>None matched in the last 30 days{data.exact ? '' : ', as far as was searched'}.</p>
			) : (
				<p>
					The last one was <TimeAndAge at={last.occurredAt} timeZone={timeZone} />
				</p>
			)}
			<span className="mt-1 flex flex-wrap gap-2">
				<Button asChild>
					<Link href={`/search?${address}`}>Search what came before</Link>
				</Button>
				{q === '' ? null : <Button onClick={() => change({ q: '' })}>Clear the query</Button>}
			</span>
		</Nothing>
	);
}
