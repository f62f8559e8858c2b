'use client';

import { ChevronDown, Clock } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import type { TimeRange } from '@/lib/url/range';
import { rangeWords } from './range-words';

export interface RangeMenuProps {
	readonly range: TimeRange;
	readonly timeZone: string;
	readonly onChange: (range: TimeRange) => void;
	/** Where the same filter is watched as it happens. */
	readonly liveHref: string;
	/** Stands below the range, where the top bar has no room for it. */
	readonly children?: ReactNode;
}

export function RangeButton({ range, timeZone, ...props }: Pick<RangeMenuProps, 'range' | 'timeZone'> & ComponentProps<'button'>) {
	return (
		<Button size="bar" aria-label={`Time: ${rangeWords(range, timeZone)}`} className="max-sm:min-w-0 max-sm:shrink" {...props}>
			<Clock size={14} aria-hidden className="shrink-0 text-text-2" />
			<span className="max-w-[42vw] truncate">{rangeWords(range, timeZone)}</span>
			<ChevronDown size={12} aria-hidden className="shrink-0 text-text-2" />
		</Button>
	);
}
