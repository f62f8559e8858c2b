'use client';

import { Popover as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;

/** What opens beside a button; Esc and a click outside close it. */
export function PopoverPanel({ className, align = 'start', ...props }: ComponentProps<typeof Primitive.Content>) {
	return (
		<Primitive.Portal>
			<Primitive.Content
				align={align}
				sideOffset={4}
				collisionPadding={8}
				className={cn('z-50 w-72 rounded-menu bg-overlay p-1 shadow-menu', className)}
				{...props}
			/>
		</Primitive.Portal>
	);
}
