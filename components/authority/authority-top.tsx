'use client';

import { useLocalZone, useTimeZone } from '@/components/events/clock';
import { TimeZoneToggle } from '@/components/events/time-zone-toggle';
import { visible } from '@/lib/events/visible';
import { useAuthorityState } from './authority-state';

/** The zone whose graph it is, and the time zone. Stands in the top bar. */
export function AuthorityTop({ zones }: { zones: readonly string[] }) {
	const { state, change } = useAuthorityState();
	const { timeZone, remember } = useTimeZone(state.timeZone);
	const local = useLocalZone();
	const zone = state.zone ?? zones.find((each) => each !== 'console') ?? zones[0] ?? '';
	const all = zones.includes(zone) || zone === '' ? zones : [zone, ...zones];
	return (
		<>
			<span className="px-1 text-13 font-medium max-sm:hidden">Authority</span>
			<label className="flex items-center gap-1.5 text-12 text-text-2">
				<span className="max-sm:sr-only">Zone</span>
				<select
					value={zone}
					onChange={(event) => change({ zone: event.target.value, focus: null, selected: null, panel: null, struck: [] })}
					className="h-7 max-w-40 rounded-control border border-line-strong bg-bg px-1.5 text-13 text-text pointer-coarse:h-9"
				>
					{all.map((each) => (
						<option key={each} value={each}>
							{visible(each)}
						</option>
					))}
				</select>
			</label>
			<div className="hidden lg:flex">
				<TimeZoneToggle
					timeZone={timeZone}
					local={local}
					onChoose={(choice) => {
						remember(choice);
						change({ timeZone: choice === 'utc' ? 'UTC' : local }, 'replace');
					}}
				/>
			</div>
		</>
	);
}
