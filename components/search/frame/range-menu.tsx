'use client';

import { ChevronDown, Clock } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { clockParts } from '@/lib/time-words';
import { formatInstant, PRESETS, type Preset, type TimeRange } from '@/lib/url/range';
import { typedInstant } from '@/lib/url/typed-instant';

const PRESET_WORDS: Readonly<Record<Preset, string>> = {
	'5m': 'Last 5 min',
	'15m': 'Last 15 min',
	'1h': 'Last 1 h',
	'6h': 'Last 6 h',
	'24h': 'Last 24 h',
	'7d': 'Last 7 days',
	'30d': 'Last 30 days',
	'90d': 'Last 90 days',
};

interface Props {
	readonly range: TimeRange;
	readonly timeZone: string;
	readonly onChange: (range: TimeRange) => void;
	/** Stands below the range, where the top bar has no room for it. */
	readonly children?: ReactNode;
}

function instantWords(at: bigint | null, timeZone: string): string {
	if (at === null) return '…';
	const { date, clock } = clockParts(formatInstant(at).replace(/(\.\d+)?Z$/, '.000000Z'), timeZone);
	return `${date} ${clock.slice(0, 8)}`;
}

/** The range in words. */
export function rangeWords(range: TimeRange, timeZone: string): string {
	switch (range.kind) {
		case 'all':
			return 'All time';
		case 'last':
			return PRESET_WORDS[range.preset];
		case 'between':
			return `${instantWords(range.from, timeZone)} to ${instantWords(range.to, timeZone)}`;
	}
}

const INPUT = 'h-7 w-full rounded-control border border-control bg-surface px-2 text-13 placeholder:text-text-3 aria-invalid:border-deny';

/** Which time the view shows: the last so much, all, or between two instants. */
export function RangeMenu({ range, timeZone, onChange, children }: Props) {
	const [open, setOpen] = useState(false);
	const [wrong, setWrong] = useState<string | null>(null);
	const between = range.kind === 'between' ? range : null;

	function choose(next: TimeRange) {
		setOpen(false);
		onChange(next);
	}

	function submit(event: FormEvent<HTMLFormElement>) {
		event.preventDefault();
		const form = new FormData(event.currentTarget);
		const typed = { from: String(form.get('from') ?? ''), to: String(form.get('to') ?? '') };
		const from = typed.from.trim() === '' ? null : typedInstant(typed.from, timeZone);
		const to = typed.to.trim() === '' ? null : typedInstant(typed.to, timeZone);
		if ((from === null && typed.from.trim() !== '') || (to === null && typed.to.trim() !== ''))
			return setWrong('Write an instant as 2026-11-21 02:00:00.');
		if (from === null && to === null) return choose({ kind: 'all' });
		if (from !== null && to !== null && from >= to) return setWrong('The end must lie after the beginning.');
		setWrong(null);
		choose({ kind: 'between', from, to });
	}

	return (
		<Popover.Root open={open} onOpenChange={setOpen}>
			<Popover.Trigger asChild>
				<Button size="bar" aria-label={`Time: ${rangeWords(range, timeZone)}`}>
					<Clock size={14} aria-hidden className="text-text-2" />
					<span className="max-w-[42vw] truncate">{rangeWords(range, timeZone)}</span>
					<ChevronDown size={12} aria-hidden className="text-text-2" />
				</Button>
			</Popover.Trigger>
			<Popover.Portal>
				<Popover.Content align="start" sideOffset={4} collisionPadding={8} className="z-50 w-72 rounded-menu bg-overlay p-1 shadow-menu">
					<ul aria-label="Time ranges" className="grid grid-cols-2">
						{[...(Object.keys(PRESETS) as Preset[]), null].map((preset) => {
							const current = preset === null ? range.kind === 'all' : range.kind === 'last' && range.preset === preset;
							return (
								<li key={preset ?? 'all'}>
									<button
										type="button"
										aria-pressed={current}
										onClick={() => choose(preset === null ? { kind: 'all' } : { kind: 'last', preset })}
										className={cn('h-7 w-full rounded-control px-2 text-left hover:bg-hover', current && 'bg-selected font-medium')}
									>
										{preset === null ? 'All time' : PRESET_WORDS[preset]}
									</button>
								</li>
							);
						})}
					</ul>
					<form onSubmit={submit} className="mt-1 flex flex-col gap-2 border-t border-line p-2">
						<label className="flex flex-col gap-1 text-11 text-text-3">
							From, {timeZone}
							<input
								name="from"
								aria-invalid={wrong !== null}
								defaultValue={between?.from ? instantWords(between.from, timeZone) : ''}
								placeholder="2026-11-21 02:00:00"
								className={INPUT}
							/>
						</label>
						<label className="flex flex-col gap-1 text-11 text-text-3">
							To, not included
							<input
								name="to"
								aria-invalid={wrong !== null}
								defaultValue={between?.to ? instantWords(between.to, timeZone) : ''}
								placeholder="open"
								className={INPUT}
							/>
						</label>
						{wrong === null ? null : (
							<p role="alert" className="text-12 text-deny">
								{wrong}
							</p>
						)}
						<Button type="submit" kind="primary" className="justify-center">
							Show
						</Button>
					</form>
					{children}
				</Popover.Content>
			</Popover.Portal>
		</Popover.Root>
	);
}
