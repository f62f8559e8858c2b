'use client';

import { ChoiceMenu } from './choice-menu';
import { useLocalZone, useTimeZone } from './clock';
import { RangeMenu } from './range-menu';
import { useSearchState } from './search-state';

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
			<ChoiceMenu
				name="Zone"
				allWords="all"
				choices={named.map((zone) => ({ value: zone, words: zone, label: zone }))}
				filter={{ only: state.zones, not: [] }}
				onChange={(filter) => change({ zones: filter.only, selected: null })}
				excludable={false}
			/>
			<RangeMenu range={state.range} timeZone={timeZone} onChange={(range) => change({ range, selected: null })} />
			<fieldset className="hidden h-[26px] overflow-hidden rounded-control border border-line-strong lg:flex" aria-label="Time zone">
				{(['utc', 'local'] as const).map((choice) => (
					<button
						key={choice}
						type="button"
						aria-pressed={choice === 'utc' ? timeZone === 'UTC' : timeZone !== 'UTC'}
						title={choice === 'utc' ? 'UTC' : local}
						onClick={() => show(choice)}
						className="px-2.5 text-12 text-text-2 first:border-r first:border-line-strong aria-pressed:bg-line aria-pressed:font-medium aria-pressed:text-text"
					>
						{choice === 'utc' ? 'UTC' : 'Local'}
					</button>
				))}
			</fieldset>
		</>
	);
}
