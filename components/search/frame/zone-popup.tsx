'use client';

import { Check } from 'lucide-react';
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Popover, PopoverPanel, PopoverTrigger } from '@/components/ui/popover';
import { ZoneButton, type ZoneMenuProps } from './zone-button';

/** From so many zones on one can type to find one. */
const FIND_FROM = 9;

/** The zones to choose from, open from the start. */
export default function ZonePopup({ zones, chosen, onChange }: ZoneMenuProps) {
	const [typed, setTyped] = useState('');
	const found = zones.filter((zone) => zone.toLowerCase().includes(typed.trim().toLowerCase()));
	return (
		<Popover defaultOpen onOpenChange={() => setTyped('')}>
			<PopoverTrigger asChild>
				<ZoneButton chosen={chosen} />
			</PopoverTrigger>
			<PopoverPanel aria-label="Zones">
				{zones.length >= FIND_FROM ? (
					<input
						aria-label="Find zone"
						value={typed}
						onChange={(event) => setTyped(event.target.value)}
						placeholder="Find"
						className="mb-1 h-7 w-full rounded-control border border-control bg-surface px-2 text-13 placeholder:text-text-3"
					/>
				) : null}
				<ul aria-label="Zone" className="max-h-[50vh] overflow-auto">
					{found.map((zone) => {
						const isChosen = chosen.includes(zone);
						return (
							<li key={zone}>
								<button
									type="button"
									aria-pressed={isChosen}
									onClick={() => onChange(isChosen ? chosen.filter((each) => each !== zone) : [...chosen, zone])}
									className="flex h-7 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-hover pointer-coarse:h-9"
								>
									<Check size={12} aria-hidden className={cn('shrink-0', !isChosen && 'invisible')} />
									<span className="min-w-0 flex-1 truncate">{zone}</span>
								</button>
							</li>
						);
					})}
					{found.length === 0 ? <li className="px-2 py-2 text-12 text-text-3">Nothing of this name.</li> : null}
				</ul>
				{chosen.length === 0 ? null : (
					<button
						type="button"
						onClick={() => onChange([])}
						className="mt-1 h-7 w-full rounded-control border-t border-line text-12 text-accent hover:bg-hover"
					>
						All again
					</button>
				)}
			</PopoverPanel>
		</Popover>
	);
}
