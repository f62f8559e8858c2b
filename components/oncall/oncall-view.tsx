'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useMemo } from 'react';
import { failureOf } from '@/components/events/api';
import { Problem } from '@/components/events/problem';
import { useSaid } from '@/components/search/frame/use-said';
import { Said } from '@/components/shell/view-notes';
import { cn } from '@/components/ui/cn';
import type { ErrorBody } from '@/lib/api/events';
import type { OnCall } from '@/lib/api/oncall';
import type { TileId } from '@/lib/api/oncall-names';
import { DEFAULT_ON_CALL, formatOnCall, type OnCallState } from '@/lib/url/oncall';
import { DenialsPanel } from './denials-panel';
import { Freshness } from './freshness';
import { HeldPanel } from './held-panel';
import { IntegrityPanel } from './integrity-panel';
import { useKeptLayout } from './kept-layout';
import { NeedsPanel } from './needs-panel';
import { useOnCallKeys } from './oncall-keys';
import { useOnCallState } from './oncall-state';
import { PipelinePanel } from './pipeline-panel';
import { RefusalsPanel } from './refusals-panel';
import { SilencePanel } from './silence-panel';
import { TileCard } from './tile-card';
import { useOnCall } from './use-oncall';
import { useTurn } from './use-turn';

// fetched when first opened
const WallView = dynamic(() => import('./wall-view').then((module) => module.WallView), { ssr: false });

interface Props {
	/** What the server read, and for which zones. */
	readonly first: { readonly zones: readonly string[]; readonly answer: OnCall } | null;
	readonly firstError: ErrorBody | null;
	/** Every zone the reader may see. */
	readonly zones: readonly string[];
	/** Whose session it is. */
	readonly who: string;
}

/** What stands below the figures for each of them; some are told by the figure alone. */
function panelOf(id: TileId, answer: OnCall, nowMs: number): ReactNode {
	switch (id) {
		case 'refusals':
			return <RefusalsPanel key={id} refusals={answer.refusals} className="lg:col-span-2" />;
		case 'held':
			return <HeldPanel key={id} held={answer.held} nowMs={nowMs} />;
		case 'silence':
			return <SilencePanel key={id} voices={answer.voices} nowMs={nowMs} />;
		case 'pipeline':
			return <PipelinePanel key={id} worker={answer.worker} nowMs={nowMs} />;
		case 'integrity':
			return <IntegrityPanel key={id} chains={answer.chains} nowMs={nowMs} />;
		default:
			return null;
	}
}

const GRID = 'grid gap-px bg-line';
/** However many there are, a row of tiles has no hole. */
const TILES = 'flex flex-wrap gap-px bg-line [&>*]:grow [&>*]:basis-[calc(50%-1px)] lg:[&>*]:basis-[calc(20%-1px)]';

function Screen({ answer, state, zones, nowMs }: { answer: OnCall; state: OnCallState; zones: readonly string[]; nowMs: number }) {
	const tiles = state.tiles.map((id) => answer.tiles.find((tile) => tile.id === id)).filter((tile) => tile !== undefined);
	const shown = new Set(state.tiles);
	const needs = answer.needs.filter((need) => shown.has(need.tile));
	const panels = state.tiles.map((id) => panelOf(id, answer, nowMs)).filter((panel) => panel !== null);
	return (
		<>
			<div className={cn(TILES, 'border-y border-line')}>
				{tiles.map((tile) => (
					<TileCard key={tile.id} tile={tile} />
				))}
			</div>
			<div className={cn(GRID, 'border-b border-line', shown.has('denials') && 'lg:grid-cols-[minmax(0,1fr)_440px]')}>
				<NeedsPanel needs={needs} className="lg:order-last" />
				{shown.has('denials') ? <DenialsPanel denials={answer.denials} zones={zones} /> : null}
			</div>
			<div className="grid grid-flow-dense gap-px border-b border-line lg:grid-cols-2 [&>*]:shadow-[0_0_0_1px_var(--line)]">{panels}</div>
		</>
	);
}

/** The screen to leave open: what is normal and what is not, each with its rule. All of it is in the address. */
export function OnCallView({ first, firstError, zones, who }: Props) {
	const { state, change } = useOnCallState();
	useKeptLayout(who);
	const [said, say] = useSaid();
	const around = state.zones.length > 0 ? state.zones : zones;
	const turn = useTurn(around, state.zones, state.wall ? state.turnSeconds : 0);
	const isFirst = useMemo(() => first !== null && asked(first.zones) === asked(turn.zones), [first, turn.zones]);
	const read = useOnCall(turn.zones, first?.answer ?? null, isFirst);
	useOnCallKeys({
		onWall: () => change({ wall: !state.wall }),
		onLeave: () => (state.wall ? change({ wall: false }) : undefined),
		onTurn: turn.step,
		onHold: turn.hold,
		onLayout: () => document.querySelector<HTMLElement>('[data-layout]')?.click(),
		onCopyLink: () => {
			navigator.clipboard
				.writeText(window.location.href)
				.then(() => say('Link copied'))
				// the browser forbids it, as on plain http from another host
				.catch(() => say('The browser did not allow copying'));
		},
	});
	const { answer } = read;
	if (answer === undefined) {
		const failure = read.error === null ? firstError : failureOf(read.error);
		return (
			<main className="min-h-0 flex-1 overflow-auto bg-surface">
				<h1 className="sr-only">On call</h1>
				{failure === null ? <Skeleton /> : <Problem error={failure} onRetry={read.retry} />}
			</main>
		);
	}
	if (state.wall)
		return <WallView read={read} answer={answer} state={state} turn={turn} count={around.length} onLeave={() => change({ wall: false })} />;
	return (
		<main className={cn('min-h-0 flex-1 overflow-auto bg-surface', read.lostMs !== null && 'saturate-0')}>
			<h1 className="sr-only">On call</h1>
			<Said>{said}</Said>
			<Freshness read={read} />
			<Screen answer={answer} state={state} zones={turn.zones} nowMs={read.nowMs} />
		</main>
	);
}

const asked = (zones: readonly string[]) => formatOnCall({ ...DEFAULT_ON_CALL, zones });

function Skeleton() {
	return (
		<div aria-busy className={TILES}>
			<span className="sr-only">The figures are being read.</span>
			{[...'123456789'].map((key) => (
				<div key={key} className="h-32 bg-surface p-4">
					<div className="h-3 w-24 rounded-mark bg-raised" />
					<div className="mt-3 h-5 w-16 rounded-mark bg-raised" />
				</div>
			))}
		</div>
	);
}
