import type { ComponentProps } from 'react';
import { AsChild } from './as-child';
import { cn } from './cn';

const KINDS = {
	outline: 'border border-line-strong text-text hover:bg-hover',
	primary: 'bg-accent-solid text-accent-on hover:opacity-90',
	quiet: 'text-text-2 hover:bg-hover hover:text-text',
} as const;

const SIZES = {
	small: 'h-[26px] px-2.5 text-12 pointer-coarse:h-9',
	bar: 'h-7 px-2 text-13 pointer-coarse:h-9',
	icon: 'size-6 justify-center text-text-3 pointer-coarse:size-9',
} as const;

export interface ButtonProps extends ComponentProps<'button'> {
	readonly kind?: keyof typeof KINDS;
	readonly size?: keyof typeof SIZES;
	/** Draws the child element (a link, say) as the button. */
	readonly asChild?: boolean;
}

export function Button({ kind = 'outline', size = 'small', asChild = false, className, ...props }: ButtonProps) {
	const Tag = asChild ? AsChild : 'button';
	return (
		<Tag
			{...(asChild ? {} : { type: 'button' as const })}
			className={cn(
				'inline-flex shrink-0 items-center gap-1.5 rounded-control font-medium whitespace-nowrap disabled:opacity-50',
				KINDS[kind],
				SIZES[size],
				className,
			)}
			{...props}
		/>
	);
}
