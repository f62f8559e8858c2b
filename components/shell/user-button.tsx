'use client';

import type { ComponentProps } from 'react';

export function UserButton({ name, ...props }: { name: string } & ComponentProps<'button'>) {
	return (
		<button
			type="button"
			aria-label={`Account ${name}`}
			className="grid size-6 shrink-0 pointer-coarse:size-9 place-items-center rounded-full border border-line-strong bg-raised text-11 font-medium text-text-2 uppercase"
			{...props}
		>
			{name.slice(0, 2)}
		</button>
	);
}
