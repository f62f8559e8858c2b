'use client';

import { useLocalZone, useTimeZone } from '@/components/events/clock';
import { TimeZoneToggle } from '@/components/events/time-zone-toggle';
import { useSearchState } from '@/components/search/frame/search-state';
import { tailHref } from '@/lib/url/tail';
import { RangeMenu } from './range-menu';
import { ZoneMenu } from './zone-menu';

/** Zone, time and time zone: what the search looks at. Stands in the top bar. */
export function SearchTop({ zones }: { zones: readonly string[] }) {
	const { state, change } = useSearchState();
	const { timeZone, remember } = useTimeZone(state.timeZone);
	const local = useLocalZone();
	const live = tailHref({ zones: state.zones, q: state.q, timeZone: state.timeZone });
	const named = [...new Set([...zones, ...state.zones])];

	function show(choice: 'utc' | 'local') {
		remember(choice);
		change({ timeZone: choice === 'utc' ? 'UTC' : local }, 'replace');
	}

	return (
		<>
			<ZoneMenu zones={named} chosen={state.zones} onChange={(zones) => change({ zones, selected: null })} />
			<RangeMenu range={state.range} timeZone={timeZone} onChange={(range) => change({ range, selected: null })} liveHref={live}>
				<div className="flex border-t border-line p-2 lg:hidden">
					<TimeZoneToggle timeZone={timeZone} local={local} onChoose={show} />
				</div>
			</RangeMenu>
			<div className="hidden lg:flex">
				<TimeZoneToggle timeZone={timeZone} local={local} onChoose={show} />
			</div>
		</>
	);
}
