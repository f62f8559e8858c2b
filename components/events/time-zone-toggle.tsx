'use client';

interface Props {
	readonly timeZone: string;
	/** The reader's own zone. */
	readonly local: string;
	readonly onChoose: (choice: 'utc' | 'local') => void;
}

/** UTC, the reader's own zone, or, third, the one a link brought. */
export function TimeZoneToggle({ timeZone, local, onChoose }: Props) {
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
