'use client';

import { CircleCheck, CircleHelp, Ghost, Hourglass, type LucideIcon } from 'lucide-react';
import { Words } from '@/components/trace/words';
import type { AuthorityRevocation } from '@/lib/api/authority';
import type { ConsumerState, ConsumerVerdict } from '@/lib/authority/consumers';
import { formatMillis, plural } from '@/lib/events/amounts';
import { visible } from '@/lib/events/visible';
import { listed, strong } from '@/lib/events/words';
import { BoardPart } from './board-part';

const LOOK: Readonly<Record<ConsumerState, { readonly icon: LucideIcon; readonly text: string; readonly word: string }>> = {
	acknowledged: { icon: CircleCheck, text: 'text-allow', word: 'acknowledged' },
	waiting: { icon: Hourglass, text: 'text-held', word: 'still has time' },
	late: { icon: Hourglass, text: 'text-held', word: 'late' },
	unknown: { icon: CircleHelp, text: 'text-unknown', word: 'unknown' },
	gone: { icon: Ghost, text: 'text-text-3', word: 'gone for a day' },
};
const ROLE_WORDS = { sts: 'STS', gateway: 'Gateway', resource: 'Resource', other: 'Consumer' } as const;

function barStyle(verdict: ConsumerVerdict, scaleMs: number): React.CSSProperties {
	const ms = verdict.ackedAfterMs ?? scaleMs;
	return {
		width: `${Math.max(1, Math.min(100, (ms / scaleMs) * 100))}%`,
		background:
			verdict.state === 'acknowledged'
				? verdict.isBeyondObjective
					? 'var(--chart-held)'
					: 'var(--chart-allow)'
				: verdict.state === 'unknown' || verdict.state === 'gone'
					? 'var(--hatch)'
					: 'var(--chart-held)',
	};
}

function detail({ sample, deliveredAfterMs, role, isBeyondObjective, ackedAfterMs }: ConsumerVerdict, objectiveMs: number): string {
	const parts = [`${ROLE_WORDS[role]}, group ${visible(sample.group.slice(0, 120))} of ${visible(sample.stream.slice(0, 80))}`];
	if (deliveredAfterMs !== null) parts.push(`delivered after ${formatMillis(deliveredAfterMs)}`);
	if (sample.pending > 0) parts.push(`${plural(sample.pending, 'entry', 'entries')} not acknowledged`);
	if (isBeyondObjective && ackedAfterMs !== null) parts.push(`${formatMillis(ackedAfterMs - objectiveMs)} over the objective`);
	return parts.join('; ');
}

/** What to do about those that have not been heard of. */
function Advice({ consumers }: { consumers: readonly ConsumerVerdict[] }) {
	const silent = consumers.filter(({ state }) => state === 'unknown' || state === 'late');
	if (silent.length === 0) return null;
	return (
		<p role="note" className="my-3 border-l-2 border-accent pl-3 text-12 text-text-2 text-pretty">
			Treat{' '}
			<Words
				of={listed(
					silent.map(({ name }) => name),
					strong,
				)}
			/>{' '}
			as not having heard: {silent.length === 1 ? 'it' : 'they'} may still let through what fell. Restart{' '}
			{silent.length === 1 ? 'it' : 'them'}, or take {silent.length === 1 ? 'it' : 'them'} out of rotation, and watch for the
			acknowledgement here.
		</p>
	);
}

/** How many have heard in time, and how long the slowest took. */
function Summary({ consumers, objectiveMs }: { consumers: readonly ConsumerVerdict[]; objectiveMs: number }) {
	const there = consumers.filter(({ state }) => state !== 'gone');
	const acked = there.flatMap(({ ackedAfterMs }) => ackedAfterMs ?? []).sort((a, b) => a - b);
	if (there.length === 0) return null;
	const late = there.filter(({ state, isBeyondObjective }) => state === 'late' || isBeyondObjective).length;
	const facts = [
		[`Within ${formatMillis(objectiveMs)}`, `${acked.filter((ms) => ms <= objectiveMs).length} of ${there.length}`],
		['Late', String(late)],
		['Unknown', String(there.filter(({ state }) => state === 'unknown').length)],
		['Slowest known', acked.length === 0 ? 'none' : formatMillis(acked.at(-1) ?? 0)],
	] as const;
	return (
		<dl className="grid grid-cols-[140px_1fr] gap-y-1 border-t border-line pt-3 text-12">
			{facts.map(([name, value]) => (
				<div key={name} className="contents">
					<dt className="text-text-2">{name}</dt>
					<dd>{value}</dd>
				</div>
			))}
		</dl>
	);
}

/** Every consumer of revocations as sampled in Redis, against the objective. */
export function WhoHeard({ answer }: { answer: AuthorityRevocation }) {
	const { consumers, objectiveMs, consumersNotSampled } = answer;
	const scaleMs = Math.max(objectiveMs * 1.5, ...consumers.map(({ ackedAfterMs }) => ackedAfterMs ?? 0));
	const unknown = consumers.filter(({ state }) => state === 'unknown').length;
	return (
		<BoardPart
			title="Who has heard"
			note={plural(consumers.length, 'consumer')}
			actions={
				unknown === 0 ? undefined : (
					<span className="inline-flex items-center gap-1 text-12 text-unknown">
						<CircleHelp size={13} aria-hidden /> {unknown} unknown
					</span>
				)
			}
		>
			<p className="mb-1 text-11 text-text-3">
				Objective {formatMillis(objectiveMs)}, the line in each bar. Sampled from Redis about once a second.
			</p>
			<ul>
				{consumers.map((verdict) => {
					const { icon: Icon, text, word } = LOOK[verdict.state];
					return (
						<li key={`${verdict.sample.stream} ${verdict.sample.group}`} className="border-t border-line py-2">
							<div className="flex items-center gap-2 text-12">
								<strong className="min-w-0 truncate font-semibold">{visible(verdict.name.slice(0, 120))}</strong>
								<span
									className={`ml-auto inline-flex items-center gap-1 whitespace-nowrap ${verdict.isBeyondObjective ? 'text-held' : text}`}
								>
									<Icon size={13} aria-hidden />
									{verdict.ackedAfterMs === null
										? word
										: `${formatMillis(verdict.ackedAfterMs)}${verdict.isBeyondObjective ? ', late' : ''}`}
								</span>
							</div>
							<div aria-hidden className="relative my-1 h-2 rounded-mark bg-raised">
								<div className="h-full rounded-mark" style={barStyle(verdict, scaleMs)} />
								<span className="absolute -inset-y-0.5 w-px bg-text-2" style={{ left: `${(objectiveMs / scaleMs) * 100}%` }} />
							</div>
							<p className="text-11 text-text-3 [overflow-wrap:anywhere]">{detail(verdict, objectiveMs)}</p>
						</li>
					);
				})}
			</ul>
			<Advice consumers={consumers} />
			<Summary consumers={consumers} objectiveMs={objectiveMs} />
			{consumers.length === 0 ? (
				<p className="text-12 text-text-2">No consumer of revocations is on record: nothing can be said of who has heard.</p>
			) : null}
			{consumersNotSampled > 0 ? (
				<p className="mt-2 text-12 text-text-3">
					{plural(consumersNotSampled, 'group')} {consumersNotSampled === 1 ? 'was' : 'were'} first seen after it: nothing can be said of
					them.
				</p>
			) : null}
		</BoardPart>
	);
}
