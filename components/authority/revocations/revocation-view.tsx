'use client';

import { Link2 } from 'lucide-react';
import Link from 'next/link';
import { useCallback, useMemo } from 'react';
import { failureOf } from '@/components/events/api';
import { useTimeZone } from '@/components/events/clock';
import { Problem } from '@/components/events/problem';
import { BundleLink } from '@/components/evidence/bundle-link';
import { useSaid } from '@/components/search/frame/use-said';
import { Ignored, Said } from '@/components/shell/view-notes';
import { Words } from '@/components/trace/words';
import { Button } from '@/components/ui/button';
import type { AuthorityRevocation } from '@/lib/api/authority';
import { fellAfterMs, lapseSteps } from '@/lib/authority/time-lapse';
import { revocationWords } from '@/lib/authority/words';
import { parseRevocation, revocationHref, revocationsHref } from '@/lib/url/authority';
import { DEFAULT_SEARCH, formatSearch } from '@/lib/url/search';
import { Instant } from '../instant';
import { revocationPath } from '../paths';
import { useAuthority } from '../use-authority';
import { zoneOf } from '../zone-select';
import { DidItHold } from './did-it-hold';
import { useChangeRevocation, useRevocationState } from './revocation-state';
import { TimeLapse } from './time-lapse';
import { useLapse } from './use-lapse';
import { useRevocationKeys } from './use-revocation-keys';
import { WhatFell } from './what-fell';
import { WhoHeard } from './who-heard';

/** After this the picture hardly changes, and the page stops asking. */
const LIVE_FOR_MS = 3_600_000;

/** How long its time-lapse is: until the last of it is known and the last consumer has acknowledged, or the objective is over. */
function lapseLengthMs({ cascade, consumers, objectiveMs }: AuthorityRevocation): number {
	const fell = cascade.members.map(fellAfterMs).filter(Number.isFinite);
	const heard = consumers.map(({ ackedAfterMs }) => ackedAfterMs ?? 0);
	return Math.ceil([...fell, ...heard].reduce((most, ms) => Math.max(most, ms), consumers.length > 0 ? objectiveMs : 1));
}

/** Between which sessions the revoked delegation was, where it is on record. */
function endsOf({ revocation, edges, sessions }: AuthorityRevocation) {
	const row = revocation.kind === 'delegation' && Object.hasOwn(edges, revocation.id) ? edges[revocation.id]?.row : undefined;
	if (row === undefined) return undefined;
	return { source: sessions[row.source?.value ?? '']?.row ?? null, target: sessions[row.target?.value ?? '']?.row ?? null };
}

/** The event that began it, in the ledger. */
function eventHref(zone: string, seq: number): string {
	return `/search?${formatSearch({ ...DEFAULT_SEARCH, zones: [zone], range: { kind: 'all' }, selected: { zone, seq } })}`;
}

/** A revocation as evidence: one sentence, what fell, who has heard, whether it held. */
export function RevocationView({ seq, zones }: { seq: number; zones: readonly string[] }) {
	const { state, ignored } = useRevocationState();
	const { timeZone } = useTimeZone(state.timeZone);
	const [said, say] = useSaid();
	const zone = zoneOf(state.zone, zones);
	const path = zone === '' ? null : revocationPath(zone, seq);
	const { data, error, refetch } = useAuthority<AuthorityRevocation>(
		path,
		true,
		(answer) => Date.parse(answer.now) - answer.revocation.decidedAt / 1000 < LIVE_FOR_MS,
	);
	const change = useChangeRevocation(zone, seq);
	const onShow = useCallback((shownMs: number | null) => change({ shownMs }), [change]);
	const steps = useMemo(() => lapseSteps(data?.cascade.members ?? []), [data]);
	const lengthMs = useMemo(() => (data === undefined ? 1 : lapseLengthMs(data)), [data]);
	const lapse = useLapse({ steps, lengthMs, shownMs: state.shownMs, speed: state.speed, onShow });
	const copyLink = useCallback(() => {
		const href = revocationHref(zone, seq, { ...parseRevocation(new URLSearchParams(window.location.search)).state, timeZone });
		navigator.clipboard.writeText(`${window.location.origin}${href}`).then(
			() => say('Link copied'),
			() => say('The browser did not allow it: copy the address instead'),
		);
	}, [zone, seq, timeZone, say]);
	useRevocationKeys({
		lapse: data === undefined ? null : lapse,
		onCopyLink: copyLink,
		onToggleGraph: () => change({ isDrawn: !state.isDrawn }),
	});
	if (data === undefined)
		return (
			<main className="min-h-0 flex-1 overflow-auto bg-surface">
				<h1 className="sr-only">Revocation</h1>
				{error === null ? (
					<p className="p-4 text-12 text-text-3">Following what fell ...</p>
				) : (
					<Problem error={failureOf(error)} onRetry={() => void refetch()} />
				)}
			</main>
		);
	const { revocation, verdict } = data;
	const look = { broken: 'text-fault', open: 'text-held', quiet: 'text-text-2' }[verdict.state];
	const word = { broken: 'did not hold', open: 'not settled', quiet: 'nothing speaks against it' }[verdict.state];
	return (
		<main className="min-h-0 flex-1 overflow-auto bg-surface">
			<Said>{said}</Said>
			<Ignored parts={ignored} />
			<header className="flex items-start gap-4 border-b border-line px-4 pt-3 pb-3 max-md:flex-col max-md:gap-2">
				<div className="min-w-0 flex-1">
					<p className="flex flex-wrap items-center gap-x-3 text-12 text-text-2">
						<span className={`font-medium ${look}`}>{word}</span>
						<span>
							<Words of={revocationWords(revocation, endsOf(data))} />
						</span>
						<Instant micros={revocation.decidedAt} timeZone={timeZone} />
						<span>zone {zone}</span>
						<Link href={eventHref(zone, revocation.seq)} className="text-accent hover:underline">
							event #{revocation.seq.toLocaleString('en')}
						</Link>
						{revocation.epoch === null ? null : <span>graph epoch {revocation.epoch}</span>}
					</p>
					<h1 className="mt-1 max-w-[110ch] text-15 font-normal text-pretty">
						<Words of={verdict.sentence} />
					</h1>
				</div>
				<div className="flex shrink-0 flex-wrap gap-2">
					<BundleLink wanted={{ kind: 'revocation', subject: String(seq), zones: [zone] }} />
					<Button asChild>
						<Link href={revocationsHref(zone)}>All revocations</Link>
					</Button>
					<Button onClick={copyLink}>
						<Link2 size={13} aria-hidden /> Copy link
					</Button>
				</div>
			</header>
			{error === null ? null : (
				<p role="alert" className="border-b border-line bg-deny-tint px-4 py-1 text-12">
					<strong className="font-semibold">Could not be read again; what stands here is of {data.now.slice(11, 19)} UTC.</strong>{' '}
					{failureOf(error).message}
				</p>
			)}
			<TimeLapse {...{ answer: data, state, change, lapse, lengthMs, steps, timeZone }} />
			<div className="grid gap-px bg-line lg:grid-cols-3">
				<WhatFell answer={data} shownMs={lapse.ms} selected={state.selected} />
				<WhoHeard answer={data} />
				<DidItHold answer={data} timeZone={timeZone} />
			</div>
		</main>
	);
}
