'use client';

import { cn } from '@/components/ui/cn';
import type { FindingShape, ZoneIntegrity } from '@/lib/api/integrity';
import { plural } from '@/lib/events/amounts';
import type { EventPlace } from '@/lib/url/place';
import { LEDGER_GRID, LedgerRow } from './ledger-row';
import { AnchorMark } from './look';
import { Part } from './part';

const SWATCH = 'inline-block h-2.5 w-4 rounded-[2px]';

function Legend() {
	return (
		<ul aria-label="Legend" className="flex flex-wrap items-center gap-x-4 text-11 text-text-2">
			<li className="flex items-center gap-1.5">
				<span aria-hidden className={`${SWATCH} bg-chart-allow`} /> verified
			</li>
			<li className="flex items-center gap-1.5">
				<span aria-hidden className={`${SWATCH} border border-line-strong bg-[image:var(--hatch)]`} /> not verified
			</li>
			<li className="flex items-center gap-1.5">
				<span aria-hidden className={`${SWATCH} bg-fault-solid`} /> broken
			</li>
			<li className="flex items-center gap-1.5">
				<AnchorMark /> held outside Postgres
			</li>
		</ul>
	);
}

interface Props {
	readonly zones: readonly ZoneIntegrity[];
	readonly findings: readonly FindingShape[];
	readonly side: string;
	readonly timeZone: string;
	readonly onSide: (zone: string) => void;
	readonly onFinding: (finding: EventPlace) => void;
}

/** One strip per zone. */
export function Ledgers({ zones, findings, side, timeZone, onSide, onFinding }: Props) {
	return (
		<Part title="Ledgers" note={`${plural(zones.length, 'zone')}; a piece opens its first event`} actions={<Legend />} flush>
			<ul>
				{zones.map((zone) => (
					<LedgerRow
						key={zone.zone}
						zone={zone}
						findings={findings}
						isSide={zone.zone === side}
						timeZone={timeZone}
						onSide={() => onSide(zone.zone)}
						onFinding={onFinding}
					/>
				))}
			</ul>
			<p aria-hidden className={cn('px-4 pt-1 pb-2 text-11 text-text-3 max-md:hidden md:grid', LEDGER_GRID)}>
				<span className="col-start-2 flex justify-between">
					<span>first event</span>
					<span>width = number of events, not time</span>
					<span>newest</span>
				</span>
			</p>
		</Part>
	);
}
