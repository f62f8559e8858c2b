'use client';

import { useLocalZone, useTimeZone } from '@/components/events/clock';
import { useSearchState } from '@/components/search/frame/search-state';
import { RangeMenu } from './range-menu';
import { ZoneMenu } from './zone-menu';

/** Zone, time and time zone: what the search looks at. Stands in the top bar. */
export function SearchTop({ zones }: { zones: readonly string[] }) {
	const { state, change } = useSearchState();
	const { timeZone, remember } = useTimeZone(state.timeZone);
	const local = useLocalZone();
	const named = [...new Set([...zones, ...state.zones])];

	function show(choice: 'utc' | 'local') {
		remember(choice);
		change({ timeZone: choice === 'utc' ? 'UTC' : local }, 'replace');
	}

	return (
		<>
			<ZoneMenu zones={named} chosen={state.zones} onChange={(zones) => change({ zones, selected: null })} />
			<RangeMenu range={state.range} timeZone={timeZone} onChange={(range) => change({ range, selected: null })}>
				<div className="flex border-t border-line p-2 lg:hidden">
					<ZoneToggle timeZone={timeZone} local={local} onChoose={show} />
				</div>
			</RangeMenu>
			<div className="hidden lg:flex">
				<ZoneToggle timeZone={timeZone} local={local} onChoose={show} />
			</div>
		</>
	);
}

interface ToggleProps {
	readonly timeZone: string;
	readonly local: string;
	readonly onChoose: (choice: 'utc' | 'local') => void;
}

/** UTC, the reader's own zone, or, third, the one a link brought. */
function ZoneToggle({ timeZone, local, onChoose }: ToggleProps) {
	const foreign = timeZone !== 'UTC' && timeZone !== local;
	return (
		<fieldset className="flex h-[26px] overflow-hidden rounded-control border border-line-strong pointer-coarse:h-9" aria-label="Time zone">
			{(['utc', 'local'] as const).map((choice) => (
				<button
					key={choice}
					type="button"
					aria-pressed={choice === 'utc' ? timeZone === 'UTC' : timeZone === local && local !== 'UTC'}
					title={choice === 'utc' ? 'UTC' : local}
					onClick={() => onChoose(choice)}
					className="px-2.5 text-12 text-text-2 first:border-r first:border-line-strong aria-pressed:bg-line aria-pressed:font-medium aria-pressed:text-text"
				>
					{choice === 'utc' ? 'UTC' : 'Local'}
				</button>
			))}
			{foreign ? (
				<span className="flex items-center border-l border-line-strong bg-line px-2.5 text-12 font-medium" title="From the link">
					{timeZone}
				</span>
			) : null}
		</fieldset>
	);
}
