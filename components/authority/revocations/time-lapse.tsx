'use client';

import { ChevronLeft, ChevronRight, EyeOff, Pause, Play } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { AuthorityRevocation } from '@/lib/api/authority';
import { drawCascade, drawingAt } from '@/lib/authority/cascade-drawing';
import type { DrawnNode } from '@/lib/authority/drawing';
import { fateAt, formatAfter } from '@/lib/authority/time-lapse';
import { plural } from '@/lib/events/amounts';
import { formatMicros } from '@/lib/time';
import { clockParts } from '@/lib/time-words';
import { authorityHref, type Fold, PLAY_SPEEDS, type RevocationState } from '@/lib/url/authority';
import { GraphLegend } from '../graph/graph-legend';
import { LapseTrack } from './lapse-track';
import type { ChangeRevocation } from './revocation-state';
import type { Lapse } from './use-lapse';

// the drawing's library is no part of the first view
const GraphCanvas = dynamic(() => import('../graph/graph-canvas').then((module) => module.GraphCanvas), { ssr: false });

interface Props {
	readonly answer: AuthorityRevocation;
	readonly state: RevocationState;
	readonly change: ChangeRevocation;
	readonly lapse: Lapse;
	readonly lengthMs: number;
	/** Instants at which something becomes known. */
	readonly steps: readonly number[];
	readonly timeZone: string;
}

/** A clock to the millisecond, in characters. */
const CLOCK_MS = 12;

/** How far it has come, in words. */
function Standing({ answer, lapse, lengthMs, timeZone }: Pick<Props, 'answer' | 'lapse' | 'lengthMs' | 'timeZone'>) {
	const { cascade } = answer;
	const { ms } = lapse;
	const down = { edge: 0, session: 0 };
	const known = { holds: 0, announced: 0, confirmed: 0, computed: 0 };
	for (const member of cascade.members) {
		const fate = fateAt(member, ms);
		known[fate]++;
		if (fate !== 'holds') down[member.kind]++;
	}
	const at = clockParts(formatMicros(BigInt(Math.round(cascade.decidedAt + (ms ?? lengthMs) * 1000))), timeZone);
	return (
		<p className="min-w-0 flex-1 basis-64 text-12 text-text-2" data-lapse>
			<strong className="font-semibold text-text">{formatAfter(ms ?? lengthMs)}</strong> of {formatAfter(lengthMs).slice(1)}, at{' '}
			{at.clock.slice(0, CLOCK_MS)}: {down.edge} of {plural(cascade.edges, 'delegation')} and {down.session} of{' '}
			{plural(cascade.sessions, 'session')} down; {known.announced} announced, {known.confirmed} confirmed, {known.computed} computed.
		</p>
	);
}

const LEGEND = [
	{ look: 'border-held border-dashed', words: 'will fall' },
	{ look: 'border-deny border-dashed', words: 'fell, computed' },
	{ look: 'border-deny bg-deny-tint', words: 'fell, named by an event' },
	{ look: 'border-line-strong', words: 'not part of it' },
] as const;

/** The graph that a cascade went through, played: which session and delegation fell when, and who had heard by then. */
export function TimeLapse({ answer, state, change, lapse, lengthMs, steps, timeZone }: Props) {
	const router = useRouter();
	const { zone, cascade, revocation } = answer;
	const { fold, selected } = state;
	const drawn = useMemo(() => drawCascade(answer, fold), [answer, fold]);
	const { ms } = lapse;
	// between two steps nothing changes
	const stepped = ms === null ? null : (steps.findLast((step) => step <= ms) ?? -1);
	const drawing = useMemo(() => drawingAt(drawn.drawing, cascade.members, stepped), [drawn, cascade, stepped]);
	const open = (node: DrawnNode) => {
		if (node.kind === 'group') change({ fold: 'none', selected: null });
		else
			router.push(
				authorityHref({ zone, withPast: true, focus: { kind: 'session', id: node.id }, selected: { kind: 'session', id: node.id } }),
			);
	};
	const select = (id: string, kind: 'node' | 'link') => {
		const node = drawing.nodes.find((each) => kind === 'node' && each.id === id);
		const edge = drawing.links.find((each) => kind === 'link' && each.id === id)?.edges[0];
		if (node !== undefined) change({ selected: { kind: node.kind, id } });
		else if (edge !== undefined) change({ selected: { kind: 'edge', id: edge } });
	};
	return (
		<section aria-label="Time-lapse" className="border-b border-line bg-surface">
			{state.isDrawn ? (
				<div className="relative h-[320px] border-b border-line bg-bg">
					<GraphCanvas
						drawing={drawing}
						anew={JSON.stringify([zone, revocation.seq, fold])}
						selected={selected?.id ?? null}
						onSelect={select}
						onOpen={open}
						label="Graph of what fell: arrow keys walk along the delegations, Enter opens a session among its neighbours. The list below has the same."
					/>
					<GraphLegend items={LEGEND} className="top-2" />
				</div>
			) : null}
			<div className="px-4 pt-2">
				<div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
					<Button kind="primary" onClick={lapse.toggle} disabled={steps.length === 0}>
						{lapse.isPlaying ? <Pause size={12} aria-hidden /> : <Play size={12} aria-hidden />} {lapse.isPlaying ? 'Pause' : 'Play'}
					</Button>
					<Button size="icon" className="border border-line-strong" aria-label="One event back" onClick={() => lapse.step(-1)}>
						<ChevronLeft size={14} aria-hidden />
					</Button>
					<Button size="icon" className="border border-line-strong" aria-label="One event on" onClick={() => lapse.step(1)}>
						<ChevronRight size={14} aria-hidden />
					</Button>
					<Standing answer={answer} lapse={lapse} lengthMs={lengthMs} timeZone={timeZone} />
					<div className="ml-auto flex flex-wrap items-center gap-1.5 max-sm:ml-0">
						{drawn.leftOut > 0 && state.isDrawn ? (
							<span className="text-12 font-medium text-held">{plural(drawn.leftOut, 'session')} not drawn: fold them</span>
						) : null}
						<fieldset aria-label="Speed" className="flex rounded-control border border-line-strong">
							{PLAY_SPEEDS.map((speed) => (
								<Button
									key={speed}
									kind="quiet"
									aria-pressed={state.speed === speed}
									onClick={() => change({ speed })}
									className={cn('px-2', state.speed === speed && 'bg-selected text-text')}
								>
									{speed}×
								</Button>
							))}
						</fieldset>
						<select
							aria-label="Folded"
							className="h-[26px] rounded-control border border-control bg-surface px-1.5 text-12 pointer-coarse:h-9"
							value={fold}
							onChange={(event) => change({ fold: event.target.value as Fold, selected: null })}
						>
							<option value="none">Not folded</option>
							<option value="application">Folded by application</option>
							<option value="label">Folded by label</option>
						</select>
						<Button aria-pressed={!state.isDrawn} onClick={() => change({ isDrawn: !state.isDrawn })}>
							<EyeOff size={12} aria-hidden /> {state.isDrawn ? 'Hide the graph' : 'Show the graph'}
						</Button>
					</div>
				</div>
				<LapseTrack answer={answer} lapse={lapse} lengthMs={lengthMs} />
			</div>
		</section>
	);
}
