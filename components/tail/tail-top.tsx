'use client';

import { useLocalZone, useTimeZone } from '@/components/events/clock';
import { TimeZoneToggle } from '@/components/events/time-zone-toggle';
import { ZoneMenu } from '@/components/search/frame/zone-menu';
import { useTailState } from './use-tail-state';

/** Zones and time zone of the tail. Stands in the top bar. */
export function TailTop({ zones }: { zones: readonly string[] }) {
	const { state, change } = useTailState();
	const { timeZone, remember } = useTimeZone(state.timeZone);
	const local = useLocalZone();
	return (
		<>
			<ZoneMenu
				zones={[...new Set([...zones, ...state.zones])]}
				chosen={state.zones}
				onChange={(chosen) => change({ zones: chosen, selected: null })}
			/>
			<TimeZoneToggle
				timeZone={timeZone}
				local={local}
				onChoose={(choice) => {
					remember(choice);
					change({ timeZone: choice === 'utc' ? 'UTC' : local }, 'replace');
				}}
			/>
		</>
	);
}
