'use client';

import { ArrowDown, ArrowUp, Check } from 'lucide-react';
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Popover, PopoverPanel, PopoverTrigger } from '@/components/ui/popover';
import { TILE_IDS, type TileId } from '@/lib/api/oncall-names';
import { titleOf } from '@/lib/oncall/needs';
import { keepLayout } from './kept-layout';
import { LayoutButton } from './layout-button';
import { onCallNow, useOnCallState } from './oncall-state';

const BUTTON =
	'grid size-6 shrink-0 place-items-center rounded-control text-text-2 hover:bg-hover disabled:opacity-40 pointer-coarse:size-9';

/** The figures to choose from and their order, open from the start. @param who whose session it is */
export default function LayoutPopup({ who }: { who: string }) {
	const {
		state: { tiles },
		change,
	} = useOnCallState();
	const [kept, setKept] = useState(false);
	const show = (next: readonly TileId[]) => {
		setKept(false);
		change({ tiles: next });
	};
	const move = (id: TileId, by: 1 | -1) => {
		const next = [...onCallNow().tiles];
		const at = next.indexOf(id);
		if (at < 0 || at + by < 0) return;
		next.splice(at, 1);
		next.splice(at + by, 0, id);
		show(next);
	};
	const toggle = (id: TileId) => {
		const now = onCallNow().tiles;
		const next = now.includes(id) ? now.filter((each) => each !== id) : [...now, id];
		if (next.length > 0) show(next);
	};
	return (
		<Popover defaultOpen onOpenChange={() => setKept(false)}>
			<PopoverTrigger asChild>
				<LayoutButton />
			</PopoverTrigger>
			<PopoverPanel aria-label="Figures">
				<ul aria-label="Figures">
					{[...tiles, ...TILE_IDS.filter((id) => !tiles.includes(id))].map((id) => {
						const at = tiles.indexOf(id);
						const isLast = tiles.length === 1 && at === 0;
						return (
							<li key={id} className="flex items-center">
								<button
									type="button"
									aria-pressed={at >= 0}
									disabled={isLast}
									onClick={() => toggle(id)}
									className="flex h-7 min-w-0 flex-1 items-center gap-2 rounded-control px-2 text-left text-13 hover:bg-hover pointer-coarse:h-9"
								>
									<Check size={12} aria-hidden className={cn('shrink-0', at < 0 && 'invisible')} />
									<span className="truncate">{titleOf(id)}</span>
								</button>
								<button
									type="button"
									aria-label={`${titleOf(id)}: earlier`}
									disabled={at < 1}
									onClick={() => move(id, -1)}
									className={BUTTON}
								>
									<ArrowUp size={13} aria-hidden />
								</button>
								<button
									type="button"
									aria-label={`${titleOf(id)}: later`}
									disabled={at < 0 || at === tiles.length - 1}
									onClick={() => move(id, 1)}
									className={BUTTON}
								>
									<ArrowDown size={13} aria-hidden />
								</button>
							</li>
						);
					})}
				</ul>
				<div className="mt-1 flex border-t border-line pt-1 text-12">
					<button type="button" onClick={() => show(TILE_IDS)} className="h-7 flex-1 rounded-control text-accent hover:bg-hover">
						As at first
					</button>
					<button
						type="button"
						onClick={() => {
							keepLayout(who, onCallNow());
							setKept(true);
						}}
						className="h-7 flex-1 rounded-control text-accent hover:bg-hover"
						title="Opens so for you in this browser when no link says otherwise: zones and figures"
					>
						{kept ? 'Kept here' : 'Keep as mine'}
					</button>
				</div>
			</PopoverPanel>
		</Popover>
	);
}
