'use client';

import { useLocalZone, useTimeZone } from '@/components/events/clock';
import { TimeZoneToggle } from '@/components/events/time-zone-toggle';
import { IdBox } from './find/id-box';
import { useRequestState } from './request-state';

/** The box for another ID, and the time zone. Stands in the top bar. */
export function RequestTop({ requestId }: { requestId: string }) {
	const { state, change } = useRequestState(requestId);
	const { timeZone, remember } = useTimeZone(state.timeZone);
	const local = useLocalZone();
	return (
		<>
			<span className="px-1 text-13 font-medium sm:hidden">Request</span>
			<IdBox zone={state.zone} className="w-[280px] min-w-24 shrink max-sm:hidden" />
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
