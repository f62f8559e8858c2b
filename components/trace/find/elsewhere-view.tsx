'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { Nothing } from '@/components/events/problem';
import { CopyButton } from '@/components/ui/copy-button';
import type { Elsewhere, IdKind, RequestAnswer } from '@/lib/api/trace';
import { formatMillis, plural } from '@/lib/events/amounts';
import { shortId, visible } from '@/lib/events/visible';
import { shellArgument } from '@/lib/evidence/shell-word';
import { DEAD_LETTER_STREAM } from '@/lib/streams/names';
import { clockParts } from '@/lib/time-words';
import { requestHref } from '@/lib/url/request';
import { DEFAULT_SEARCH, formatSearch } from '@/lib/url/search';
import { IdBox } from './id-box';

const KINDS: Readonly<Record<IdKind, string>> = {
	event: 'an event ID',
	session: 'a session',
	authority: 'an authority record',
	delegation: 'a delegation',
	approval: 'an approval (challenge ID)',
	trace: 'an OpenTelemetry trace ID',
	token: 'a token ID',
};
/** Why a letter was set aside, by the codes of the worker. */
const REASONS: ReadonlyMap<string, string> = new Map([
	['missing_data_field', 'it held no event'],
	['hmac_verify_failed', 'its signature does not hold'],
	['json_parse_error', 'it could not be read as an event'],
	['tamper_on_replay', 'the ledger holds another content under its ID'],
	['transient_exceeded_max_deliveries', 'the database failed too often to take it'],
	['pg_permanent_error', 'the database cannot take it'],
	['entry_deleted_while_pending', 'it was deleted from the stream before it was read'],
]);
const LISTED_MAX = 5;
/** Longer IDs make no command that anybody reads before running it. */
const COMMAND_ID_MAX = 200;

function instant(text: string): string {
	const { date, clock } = clockParts(text, 'UTC');
	return `${date} ${clock.slice(0, 8)} UTC`;
}

function Reason({ title, children }: { title: string; children: ReactNode }) {
	return (
		<li className="border-t border-line py-2 first:border-t-0">
			<strong className="font-semibold text-text">{title}</strong> {children}
		</li>
	);
}

function OtherKinds({ elsewhere }: { elsewhere: Elsewhere }) {
	return elsewhere.otherKinds.map(({ kind, events, exact, place, requests, query }) => (
		<Reason key={kind} title={`It is ${KINDS[kind]}:`}>
			{exact ? '' : 'at least '}
			{plural(events, 'event')} carry it so.{' '}
			<span className="flex flex-wrap gap-x-4 gap-y-1">
				{requests.slice(0, LISTED_MAX).map((request) => (
					<Link
						key={`${request.zone}/${request.requestId}`}
						href={requestHref(request.requestId, { zone: request.zone })}
						className="text-accent hover:underline"
					>
						Request {shortId(request.requestId)}
					</Link>
				))}
				<Link
					href={`/search?${formatSearch({ ...DEFAULT_SEARCH, range: { kind: 'all' }, q: query ?? '', selected: place })}`}
					className="text-accent hover:underline"
				>
					{query === null ? 'Open the event' : 'Show them in the search'}
				</Link>
			</span>
		</Reason>
	));
}

function lagWords({ entries, ms, workersAlive, lastCommitAt }: Elsewhere['lag']): string {
	if (workersAlive === 0)
		return `No worker is running${lastCommitAt === null ? '' : `; the last event entered the ledger at ${instant(lastCommitAt)}`}. What happened since is not here yet.`;
	if (entries === null) return 'It is not known how far the ledger is behind the streams.';
	if (entries === 0) return 'Nothing is waiting: all that reached the streams is in the ledger.';
	return `${plural(entries, 'entry', 'entries')} still wait on the streams${ms === null ? '' : `, the oldest for ${formatMillis(ms)}`}: try again in a moment.`;
}

/** What whoever has Redis at hand can search the dead letters with. */
function LettersCommand({ asked }: { asked: string }) {
	if (asked.length > COMMAND_ID_MAX) return null;
	const command = `redis-cli --raw XREVRANGE ${DEAD_LETTER_STREAM} + - | grep -F -e ${shellArgument(asked)}`;
	return (
		<span className="mt-1 flex items-start gap-1">
			<code className="min-w-0 font-mono text-12 [overflow-wrap:anywhere]">{visible(command)}</code>
			<CopyButton text={command} label="Copy the command" className="size-5" />
		</span>
	);
}

function Letters({ asked, letters }: { asked: string; letters: Elsewhere['deadLetters'] }) {
	const { total, looked, why } = letters;
	const aside =
		total === null
			? 'How many entries were set aside is not known.'
			: `${plural(total, 'entry was', 'entries were')} set aside in all zones.`;
	const found = letters.letters.length;
	if (found === 0)
		return (
			<Reason title="Dead letters:">
				{looked ? `none that you may read mentions it. ${aside}` : `it may be among them. ${aside} ${why}`}
				{looked ? null : <LettersCommand asked={asked} />}
			</Reason>
		);
	return (
		<Reason title={found === 1 ? 'A dead letter mentions it:' : `${looked ? '' : 'At least '}${plural(found, 'dead letter')} mention it:`}>
			it reached us and could not be taken into the ledger. {why}
			<ul className="my-1 list-disc pl-4">
				{letters.letters.slice(0, LISTED_MAX).map((letter, at) => (
					<li key={at} className="text-12">
						{instant(letter.at)}, {letter.zone === null ? 'no zone that can be read' : `said to be of zone ${visible(letter.zone)}`}:{' '}
						{REASONS.get(letter.reason) ?? 'for another reason'} (<code className="font-mono">{visible(letter.reason)}</code>)
					</li>
				))}
			</ul>
			{found > LISTED_MAX ? <span className="text-12 text-text-2">and {plural(found - LISTED_MAX, 'more', 'more')}</span> : null}
			<span className="block text-12 text-text-2">
				What a dead letter says of itself is not verified. Its content is on the stream {DEAD_LETTER_STREAM}.
			</span>
		</Reason>
	);
}

/** No event carries the ID: where it could be, in words, and what to do. */
export function ElsewhereView({ asked, zone, answer }: { asked: string; zone: string | null; answer: Omit<RequestAnswer, 'trace'> }) {
	const { elsewhere } = answer;
	const isDead = (elsewhere?.deadLetters.letters.length ?? 0) > 0;
	const since = elsewhere?.retention.zones
		.map((each) => each.since)
		.filter((each) => each !== null)
		.sort()[0];
	return (
		<>
			<h1 className="sr-only">Request {shortId(asked)}</h1>
			<Nothing title={`No event carries the request ID ${shortId(asked)}.`}>
				<p>
					{answer.zones.length === 0
						? 'You may read no zone that has events.'
						: `Looked for in ${answer.zones.length > LISTED_MAX ? plural(answer.zones.length, 'zone') : answer.zones.map(visible).join(', ')}.`}{' '}
					{zone === null || answer.zones.length === 0 ? null : (
						<Link href={requestHref(asked)} className="text-accent hover:underline">
							Look in every zone you may read
						</Link>
					)}
				</p>
				{elsewhere === null ? null : (
					<ul aria-label="Where it could be" className="w-full">
						<OtherKinds elsewhere={elsewhere} />
						{elsewhere.lookedFor ? null : (
							<Reason title="Another kind of ID?">Looking for that took too long, so it may be one that is not named here.</Reason>
						)}
						{isDead ? <Letters asked={asked} letters={elsewhere.deadLetters} /> : null}
						<Reason title="Not in the ledger yet?">{lagWords(elsewhere.lag)}</Reason>
						{isDead ? null : <Letters asked={asked} letters={elsewhere.deadLetters} />}
						{elsewhere.alerts.length === 0 ? null : (
							<Reason title="The ingest had something to say about it:">
								{elsewhere.alerts
									.slice(0, LISTED_MAX)
									.map((alert) => `${visible(alert.kind)} at ${instant(alert.at)} in ${visible(alert.zone)}`)
									.join('; ')}
							</Reason>
						)}
						<Reason title="Older than what is kept?">
							{elsewhere.retention.days === null ? 'Events are kept for ever.' : `Events are kept for ${elsewhere.retention.days} days.`}{' '}
							{since === undefined ? 'These zones have no events.' : `The earliest event here is of ${instant(since)}.`}
						</Reason>
						<Reason title="In a zone you may not read?">{elsewhere.otherZones}</Reason>
					</ul>
				)}
				<IdBox zone={null} initial={asked.length > 400 ? '' : asked} className="mt-2 w-full" />
			</Nothing>
		</>
	);
}
