'use client';

import { Radio } from 'lucide-react';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Popover, PopoverPanel, PopoverTrigger } from '@/components/ui/popover';
import { PRESETS, type Preset, type TimeRange } from '@/lib/url/range';
import { typedInstant } from '@/lib/url/typed-instant';
import { RangeButton, type RangeMenuProps } from './range-button';
import { instantWords, PRESET_WORDS } from './range-words';

const INPUT = 'h-7 w-full rounded-control border border-control bg-surface px-2 text-13 placeholder:text-text-3 aria-invalid:border-deny';

/** Which time the view shows: the last so much, all, or between two instants. Open from the start. */
export default function RangePopup({ range, timeZone, onChange, liveHref, children }: RangeMenuProps) {
	const [open, setOpen] = useState(true);
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
		<Popover open={open} onOpenChange={setOpen}>
			<PopoverTrigger asChild>
				<RangeButton range={range} timeZone={timeZone} />
			</PopoverTrigger>
			<PopoverPanel>
				<Link
					href={liveHref}
					className="mb-1 flex h-7 items-center gap-2 rounded-control border-b border-line px-2 font-medium hover:bg-hover"
				>
					<Radio size={13} aria-hidden className="text-accent" /> Live
					<span className="ml-auto text-12 font-normal text-text-3">as it happens</span>
				</Link>
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
			</PopoverPanel>
		</Popover>
	);
}
