'use client';

import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

export interface ZoneMenuProps {
	readonly zones: readonly string[];
	/** The zones looked at; none stands for all. */
	readonly chosen: readonly string[];
	readonly onChange: (zones: readonly string[]) => void;
}

export function ZoneButton({ chosen, ...props }: Pick<ZoneMenuProps, 'chosen'> & ComponentProps<'button'>) {
	const said = chosen.length > 1 ? String(chosen.length) : (chosen[0] ?? 'all');
	return (
		<Button size="bar" aria-label={`Zone: ${said}`} className={cn(chosen.length > 0 && 'border-accent')} {...props}>
			<span className={cn('text-text-2', chosen.length > 0 && 'max-sm:hidden')}>Zone</span>
			<span className="max-w-24 truncate sm:max-w-32">{said}</span>
			<ChevronDown size={12} aria-hidden className="text-text-2" />
		</Button>
	);
}
