'use client';

import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

const ITEM =
	'flex h-7 cursor-default items-center gap-2 rounded-control px-2 text-13 text-text outline-none select-none data-[highlighted]:bg-selected data-[disabled]:text-text-3';

export const Menu = DropdownMenu.Root;
export const MenuTrigger = DropdownMenu.Trigger;
export const MenuRadioGroup = DropdownMenu.RadioGroup;

export function MenuContent({ className, ...props }: ComponentProps<typeof DropdownMenu.Content>) {
	return (
		<DropdownMenu.Portal>
			<DropdownMenu.Content
				sideOffset={4}
				collisionPadding={8}
				className={cn('z-50 min-w-44 rounded-menu bg-overlay p-1 shadow-menu', className)}
				{...props}
			/>
		</DropdownMenu.Portal>
	);
}

export function MenuLabel({ children }: { children: ReactNode }) {
	return <DropdownMenu.Label className="px-2 pt-1.5 pb-1 text-11 text-text-3">{children}</DropdownMenu.Label>;
}

export function MenuSeparator() {
	return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}

export function MenuItem({ className, ...props }: ComponentProps<typeof DropdownMenu.Item>) {
	return <DropdownMenu.Item className={cn(ITEM, className)} {...props} />;
}

export function MenuRadioItem({ className, children, ...props }: ComponentProps<typeof DropdownMenu.RadioItem>) {
	return (
		<DropdownMenu.RadioItem className={cn(ITEM, 'pl-7', className)} {...props}>
			<DropdownMenu.ItemIndicator className="-ml-5 w-3">
				<Check size={12} aria-hidden />
			</DropdownMenu.ItemIndicator>
			{children}
		</DropdownMenu.RadioItem>
	);
}

/** An item that is on or off. */
export function MenuCheckItem({ className, children, ...props }: ComponentProps<typeof DropdownMenu.CheckboxItem>) {
	return (
		<DropdownMenu.CheckboxItem className={cn(ITEM, 'pl-7', className)} {...props}>
			<DropdownMenu.ItemIndicator className="-ml-5 w-3">
				<Check size={12} aria-hidden />
			</DropdownMenu.ItemIndicator>
			{children}
		</DropdownMenu.CheckboxItem>
	);
}
