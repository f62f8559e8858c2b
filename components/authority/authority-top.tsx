'use client';

import { useLocalZone, useTimeZone } from '@/components/events/clock';
import { TimeZoneToggle } from '@/components/events/time-zone-toggle';
import { useAuthorityState } from './authority-state';
import { ZoneSelect, zoneOf } from './zone-select';

/** The zone whose graph it is, and the time zone. Stands in the top bar. */
export function AuthorityTop({ zones }: { zones: readonly string[] }) {
	const { state, change } = useAuthorityState();
	const { timeZone, remember } = useTimeZone(state.timeZone);
	const local = useLocalZone();
	return (
		<>
			<span className="px-1 text-13 font-medium max-sm:hidden">Authority</span>
			<ZoneSelect
				zone={zoneOf(state.zone, zones)}
				zones={zones}
				onChoose={(zone) => change({ zone, focus: null, selected: null, panel: null, struck: [] })}
			/>
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
