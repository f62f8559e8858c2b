'use client';

import { visible } from '@/lib/events/visible';

/** The zone a view is of: the link's, else the first that is not the console's own. */
export function zoneOf(linked: string | null, zones: readonly string[]): string {
	return linked ?? zones.find((each) => each !== 'console') ?? zones[0] ?? '';
}

interface Props {
	readonly zone: string;
	readonly zones: readonly string[];
	readonly onChoose: (zone: string) => void;
}

/** The choice of one zone, for the top bar. */
export function ZoneSelect({ zone, zones, onChoose }: Props) {
	const all = zones.includes(zone) || zone === '' ? zones : [zone, ...zones];
	return (
		<label className="flex items-center gap-1.5 text-12 text-text-2">
			<span className="max-sm:sr-only">Zone</span>
			<select
				value={zone}
				onChange={(event) => onChoose(event.target.value)}
				className="h-7 max-w-40 rounded-control border border-line-strong bg-bg px-1.5 text-13 text-text pointer-coarse:h-9"
			>
				{all.map((each) => (
					<option key={each} value={each}>
						{visible(each)}
					</option>
				))}
			</select>
		</label>
	);
}
