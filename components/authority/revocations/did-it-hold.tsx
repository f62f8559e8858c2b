'use client';

import { CircleHelp, ShieldAlert } from 'lucide-react';
import Link from 'next/link';
import type { AuthorityRevocation } from '@/lib/api/authority';
import { formatAfter } from '@/lib/authority/time-lapse';
import type { Listed, Use } from '@/lib/authority/uses';
import { formatMillis, plural } from '@/lib/events/amounts';
import { shortId, visible } from '@/lib/events/visible';
import { requestHref } from '@/lib/url/request';
import { type AppNames, appNames, appTitle } from '../app-names';
import { Instant } from '../instant';
import { BoardPart } from './board-part';
import { UsesStrip } from './uses-strip';

const SHOWN_MAX = 50;

function UseItem({ use, names, zone, timeZone }: { use: Use; names: AppNames; zone: string; timeZone: string }) {
	return (
		<li className="border-t border-line py-2 text-12">
			<div className="flex flex-wrap items-center gap-x-2">
				<strong className="font-semibold">{appTitle(names, use.app) || 'application not named'}</strong>
				<span className="text-text-2">
					for {visible(use.resource.slice(0, 160)) || 'a resource not named'}, {formatAfter(use.afterMs)}
				</span>
				<span className="ml-auto text-text-3">
					<Instant micros={use.at} timeZone={timeZone} />
				</span>
			</div>
			<p className="text-11 text-text-3">
				under {use.under.kind === 'edge' ? 'delegation' : use.under.kind} <span className="font-mono">{shortId(use.under.id)}</span>
				{use.isHeld ? '; on condition of an approval' : ''}
				{use.gatewaySeq === null ? '' : '; its call went through a Gateway'}
				{use.sure === 'certain' ? '' : `; ${use.sure}`}
			</p>
			{use.requestId === '' ? null : (
				<Link href={requestHref(use.requestId, { zone, of: { zone, seq: use.seq } })} className="text-accent hover:underline">
					Open request {shortId(use.requestId)}
				</Link>
			)}
		</li>
	);
}

function Group({ title, uses, ...shared }: { title: string; uses: Listed; names: AppNames; zone: string; timeZone: string }) {
	if (uses.count === 0) return null;
	return (
		<details className="mt-2" open={uses.count <= 3}>
			<summary className="text-12 text-text-2">
				{title}: {uses.count.toLocaleString('en')}
			</summary>
			<ul>
				{uses.list.slice(0, SHOWN_MAX).map((use) => (
					<UseItem key={use.seq} use={use} {...shared} />
				))}
			</ul>
		</details>
	);
}

/** What was done under it after it, and what cannot be seen. */
export function DidItHold({ answer, timeZone }: { answer: AuthorityRevocation; timeZone: string }) {
	const { uses, zone, usesAreWhole, toleranceMs } = answer;
	const { violations, races, refusals, inFlight, mandates } = uses;
	const shared = { names: appNames(answer.sessions), zone, timeZone };
	return (
		<BoardPart
			title="Did it hold"
			note={`beyond ${formatMillis(toleranceMs)} of tolerance`}
			actions={
				violations.count === 0 ? undefined : (
					<span className="inline-flex items-center gap-1 text-12 font-medium text-fault">
						<ShieldAlert size={13} aria-hidden /> {plural(violations.count, 'violation')}
					</span>
				)
			}
		>
			{violations.count > 0 ? (
				<p className="text-15 text-fault">
					<strong className="font-semibold">No.</strong> {plural(violations.count, 'use')} got through after the revocation.
				</p>
			) : (
				<p className="inline-flex items-center gap-1.5 text-15">
					<CircleHelp size={15} aria-hidden className="text-unknown" /> No use after it is on record.
				</p>
			)}
			<UsesStrip uses={uses} />
			<ul className="mt-2">
				{violations.list.slice(0, SHOWN_MAX).map((use) => (
					<UseItem key={use.seq} use={use} {...shared} />
				))}
			</ul>
			{violations.count > SHOWN_MAX ? (
				<p className="text-12 text-text-3">
					{SHOWN_MAX} of {violations.count} are listed.
				</p>
			) : null}
			<Group title="So close that clocks apart could explain it" uses={races} {...shared} />
			<Group title="Calls that were under way" uses={inFlight} {...shared} />
			<Group title="Refused by STS since" uses={refusals} {...shared} />
			{mandates.count === 0 ? null : (
				<p className="mt-2 text-12 text-held">
					{plural(mandates.count, 'mandate')} given before may live
					{mandates.aliveUntil === null ? '' : ' until '}
					{mandates.aliveUntil === null ? '' : <Instant micros={mandates.aliveUntil} timeZone={timeZone} />}.
				</p>
			)}
			<h3 className="mt-4 text-12 font-semibold">What this cannot see</h3>
			<p className="text-12 text-text-2">
				Gateways record no refusals, so their absence proves nothing. Refusals before policy carry no ids and cannot be told to belong here.
				{usesAreWhole ? '' : ' There were too many events to look at all of them.'}
			</p>
		</BoardPart>
	);
}
