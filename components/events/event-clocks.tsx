'use client';

import type { EventDetail } from '@/lib/api/events';
import { clockParts, differenceWords, wholeInstant } from '@/lib/time-words';
import { useLocalZone } from './clock';
import { DrawerSection } from './drawer-section';

/** Further apart than this, a clock is off or the event came late. */
const APART_MS = 60_000;

interface ClockProps {
	readonly name: string;
	readonly at: string;
	/** The clock before, to tell how far apart they are and to leave out a date that is the same. */
	readonly since: string | null;
	readonly timeZone: string;
}

function Clock({ name, at, since, timeZone }: ClockProps) {
	const local = useLocalZone();
	const { date, clock } = clockParts(at, timeZone);
	const sameDay = since !== null && clockParts(since, timeZone).date === date;
	const apart = since !== null && Math.abs(Date.parse(at) - Date.parse(since)) > APART_MS;
	return (
		<div className="grid min-h-[22px] grid-cols-[112px_minmax(0,1fr)] items-center gap-2">
			<dt className="text-12 text-text-3">{name}</dt>
			<dd className="whitespace-nowrap">
				<time dateTime={at} title={wholeInstant(at, local)}>
					{clock} {sameDay ? null : <span className="text-12 text-text-3">{date}</span>}
				</time>
				{since === null ? null : (
					<span className={apart ? 'ml-1.5 text-12 font-medium text-held' : 'ml-1.5 text-12 text-text-2'}>
						{differenceWords(since, at)}
					</span>
				)}
			</dd>
		</div>
	);
}

/** The three clocks: what the producer says, when Redis took it, when it entered the ledger. */
export function EventClocks({ event, timeZone }: { event: EventDetail; timeZone: string }) {
	const late = Date.parse(event.streamedAt) - Date.parse(event.occurredAt);
	return (
		<DrawerSection title={`Clocks, ${timeZone}`}>
			<dl>
				<Clock name="Occurred" at={event.occurredAt} since={null} timeZone={timeZone} />
				<Clock name="On the stream" at={event.streamedAt} since={event.occurredAt} timeZone={timeZone} />
				<Clock name="Ingested" at={event.ingestedAt} since={event.streamedAt} timeZone={timeZone} />
			</dl>
			{Math.abs(late) > APART_MS ? (
				<p className="mt-1 text-12 text-held">
					{late > 0
						? 'It reached the stream long after it occurred: the producer held it back, or its clock is behind.'
						: "It is dated after the stream received it: the producer's clock is ahead."}
				</p>
			) : null}
		</DrawerSection>
	);
}
