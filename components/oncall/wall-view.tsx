'use client';

import { Minimize, Pause, Play } from 'lucide-react';
import { useLocalZone } from '@/components/events/clock';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { OnCall } from '@/lib/api/oncall';
import { cutEnd, visible } from '@/lib/events/visible';
import { clockParts } from '@/lib/time-words';
import type { OnCallState } from '@/lib/url/oncall';
import { Freshness } from './freshness';
import { NeedsPanel } from './needs-panel';
import { TileCard } from './tile-card';
import type { OnCallRead } from './use-oncall';
import type { Turn } from './use-turn';

const NEEDS_MAX = 4;
const NAME_LENGTH_MAX = 40;

interface Props {
	readonly read: OnCallRead;
	readonly answer: OnCall;
	readonly state: OnCallState;
	readonly turn: Turn;
	/** Zones it goes round. */
	readonly count: number;
	readonly onLeave: () => void;
}

/** For a screen on a wall: the figures so large that they are read from the other end of the room. `data-wall` takes all else away. */
export function WallView({ read, answer, state, turn, count, onLeave }: Props) {
	const local = useLocalZone();
	const tiles = state.tiles.map((id) => answer.tiles.find((tile) => tile.id === id)).filter((tile) => tile !== undefined);
	const needs = answer.needs.filter((need) => state.tiles.includes(need.tile)).slice(0, NEEDS_MAX);
	const name = answer.zones.length === 1 ? cutEnd(visible(answer.zones[0] ?? ''), NAME_LENGTH_MAX) : `${answer.zones.length} zones`;
	const clock = read.nowMs === 0 ? '' : clockParts(new Date(read.nowMs).toISOString(), local).clock.slice(0, 5);
	const turns = state.turnSeconds > 0 && count > 1;
	return (
		<main data-wall className={cn('flex min-h-0 flex-1 flex-col overflow-auto bg-surface', read.lostMs !== null && 'saturate-0')}>
			<header className="flex items-center gap-4 px-4 pt-2">
				<h1 className="min-w-0 truncate text-[clamp(20px,4vh,48px)] leading-tight font-semibold">{name}</h1>
				<span className="text-20 text-text-2">{clock}</span>
				<span className="ml-auto flex items-center gap-2">
					{turns ? (
						<Button
							kind="quiet"
							size="bar"
							onClick={turn.hold}
							aria-pressed={turn.isHeld}
							aria-label={turn.isHeld ? 'Go on to the next zone' : 'Stay with this zone'}
						>
							{turn.isHeld ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
						</Button>
					) : null}
					<Button kind="quiet" size="bar" onClick={onLeave} aria-label="Leave the wall">
						<Minimize size={16} aria-hidden />
					</Button>
				</span>
			</header>
			<Freshness read={read} large />
			<div
				className={cn(
					'grid flex-1 grid-cols-1 gap-px border-y border-line bg-line sm:grid-cols-2 lg:auto-rows-fr',
					tiles.length % 3 === 0 ? 'lg:grid-cols-3' : 'lg:grid-cols-4',
				)}
			>
				{tiles.map((tile) => (
					<TileCard key={tile.id} tile={tile} large />
				))}
			</div>
			{needs.length === 0 ? null : <NeedsPanel needs={needs} large />}
		</main>
	);
}
