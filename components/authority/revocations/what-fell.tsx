'use client';

import { Pause, Play } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { AuthorityRevocation } from '@/lib/api/authority';
import type { CascadeMember } from '@/lib/authority/cascade';
import { sessionTitle } from '@/lib/authority/drawing';
import { formatMillis, plural } from '@/lib/events/amounts';
import { shortId } from '@/lib/events/visible';
import { authorityHref } from '@/lib/url/authority';
import { BoardPart } from './board-part';
import { FallCurve } from './fall-curve';

interface Props {
	readonly answer: AuthorityRevocation;
	/** How far it is shown, in milliseconds from the revocation; null: all of it. */
	readonly shownMs: number | null;
	readonly onShow: (ms: number | null) => void;
}

const KNOWN_WORDS = { announced: 'announced', confirmed: 'confirmed', computed: 'computed' } as const;
const ROWS_MAX = 300;
/** A cascade is played in about this long, whatever it took. */
const PLAY_MS = 6_000;
const STEP_MS = 100;

/** When a member was named, else when it could be known; what never was comes last. */
const fellAfterMs = ({ namedAfterMs, knownAfterMs }: CascadeMember) => namedAfterMs ?? knownAfterMs ?? Number.POSITIVE_INFINITY;

/** Plays from where it stands to its end. */
function usePlay(lengthMs: number, shownMs: number | null, onShow: (ms: number | null) => void) {
	const [isPlaying, setIsPlaying] = useState(false);
	useEffect(() => {
		if (!isPlaying) return;
		const timer = setTimeout(() => {
			const next = (shownMs ?? 0) + (lengthMs * STEP_MS) / PLAY_MS;
			if (next >= lengthMs) {
				setIsPlaying(false);
				onShow(null);
			} else onShow(Math.ceil(next));
		}, STEP_MS);
		return () => clearTimeout(timer);
	}, [isPlaying, lengthMs, shownMs, onShow]);
	return {
		isPlaying,
		toggle: () => {
			if (!isPlaying && shownMs === null) onShow(0);
			setIsPlaying(!isPlaying);
		},
	};
}

function Member({ member, answer }: { member: CascadeMember; answer: AuthorityRevocation }): ReactNode {
	const { kind, id } = member;
	if (kind === 'session')
		return (
			<>
				session of <strong className="font-semibold">{sessionTitle({ row: answer.sessions[id]?.row ?? null })}</strong>{' '}
				<span className="font-mono">{shortId(id)}</span>
			</>
		);
	const target = answer.edges[id]?.row.target?.value ?? '';
	return (
		<>
			delegation <span className="font-mono">{shortId(id)}</span>
			{answer.sessions[target] === undefined ? null : (
				<>
					{' '}
					to <strong className="font-semibold">{sessionTitle({ row: answer.sessions[target].row })}</strong>
				</>
			)}
		</>
	);
}

/** What fell, in the order it fell: a curve to scrub and a list. */
export function WhatFell({ answer, shownMs, onShow }: Props) {
	const { cascade, zone } = answer;
	const known = useMemo(() => [...cascade.members].sort((a, b) => fellAfterMs(a) - fellAfterMs(b)), [cascade]);
	const lengthMs = Math.max(1, ...known.map(({ namedAfterMs, knownAfterMs }) => namedAfterMs ?? knownAfterMs ?? 0));
	const { isPlaying, toggle } = usePlay(lengthMs, shownMs, onShow);
	const isShown = (member: CascadeMember) => shownMs === null || fellAfterMs(member) <= shownMs;
	const shown = known.filter(isShown).length;
	const { counts } = cascade;
	const root = known[0];
	return (
		<BoardPart
			title="What fell"
			note={`${plural(cascade.edges, 'delegation')}, ${plural(cascade.sessions, 'session')}`}
			actions={
				<Button onClick={toggle} disabled={known.length < 2}>
					{isPlaying ? <Pause size={12} aria-hidden /> : <Play size={12} aria-hidden />} {isPlaying ? 'Pause' : 'Play'}
				</Button>
			}
		>
			<FallCurve
				times={known.map(({ namedAfterMs, knownAfterMs }) => namedAfterMs ?? knownAfterMs)}
				lengthMs={lengthMs}
				shownMs={shownMs}
			/>
			<input
				type="range"
				aria-label="How far the cascade is shown"
				aria-valuetext={shownMs === null ? 'all of it' : `${formatMillis(shownMs)} after the revocation`}
				min={0}
				max={Math.ceil(lengthMs)}
				value={shownMs ?? Math.ceil(lengthMs)}
				onChange={(event) => onShow(Number(event.target.value) >= lengthMs ? null : Number(event.target.value))}
				className="w-full accent-accent-solid"
			/>
			<p className="text-12 text-text-2" role="status">
				{shownMs === null ? `All ${known.length}` : `${formatMillis(shownMs)} after: ${shown} of ${known.length}`}. {counts.announced}{' '}
				announced, {counts.confirmed} confirmed by an event of their own, {counts.computed} computed.
			</p>
			<table className="mt-2 w-full text-12">
				<thead>
					<tr className="border-b border-line text-left text-11 text-text-3">
						<th className="w-20 pr-3 text-right font-normal">After</th>
						<th className="font-normal">What fell</th>
						<th className="text-right font-normal">Known from</th>
					</tr>
				</thead>
				<tbody>
					{known.slice(0, ROWS_MAX).map((member) => (
						<tr key={`${member.kind} ${member.id}`} className={cn('border-b border-line', !isShown(member) && 'opacity-40')}>
							<td className="h-[var(--row)] pr-3 text-right whitespace-nowrap">
								{member.namedAfterMs === null
									? member.knownAfterMs === null
										? ''
										: formatMillis(member.knownAfterMs)
									: formatMillis(member.namedAfterMs)}
							</td>
							<td>
								<a
									href={authorityHref({
										zone,
										withPast: true,
										focus: { kind: member.kind, id: member.id },
										selected: { kind: member.kind, id: member.id },
									})}
									className="hover:underline"
								>
									<Member member={member} answer={answer} />
								</a>
							</td>
							<td className="text-right whitespace-nowrap text-text-2">{KNOWN_WORDS[member.known]}</td>
						</tr>
					))}
				</tbody>
			</table>
			{known.length > ROWS_MAX ? <p className="text-12 text-text-3">and {plural(known.length - ROWS_MAX, 'more', 'more')}</p> : null}
			<p className="mt-2 text-12 text-text-3">
				No stream names all that falls: what is computed follows from the graph by the rules of Caracal.
				{cascade.counted === null
					? ''
					: cascade.counted.isEqual
						? ` Caracal counted ${plural(cascade.counted.announced, 'delegation')}, as many as are computed.`
						: ` Caracal counted ${plural(cascade.counted.announced, 'delegation')}, computed are ${cascade.counted.computed}: the record is not whole.`}
				{cascade.isCut ? ' There was too much to follow to its end.' : ''}
			</p>
			{root === undefined ? null : (
				<p className="mt-1 text-12">
					<a
						href={authorityHref({ zone, withPast: true, depth: 5, focus: { kind: root.kind, id: root.id } })}
						className="text-accent hover:underline"
					>
						Draw it as a graph
					</a>
				</p>
			)}
		</BoardPart>
	);
}
