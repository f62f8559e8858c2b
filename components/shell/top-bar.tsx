'use client';

import { CircleHelp, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { AppearanceMenu } from './appearance-menu';
import { useShell } from './shell';
import { UserMenu } from './user-menu';

interface Props {
	readonly user: { readonly name: string; readonly role: string };
	/** The view's own controls at the left: zone, time. */
	readonly children?: ReactNode;
	/** The state of the evidence at the right. */
	readonly state?: ReactNode;
}

/** The bar across the top of a view. */
export function TopBar({ user, children, state }: Props) {
	const { openPalette, openKeys } = useShell();
	return (
		<header className="flex h-11 shrink-0 items-center gap-1 border-b border-line bg-bg px-2 sm:gap-2 sm:px-3 [body:has([data-wall])_&]:hidden">
			{children}
			<span className="min-w-0 flex-1" />
			<button
				type="button"
				onClick={openPalette}
				aria-label="Go to, or paste any ID"
				className="hidden h-7 w-[300px] min-w-8 shrink items-center gap-2 overflow-hidden rounded-control border border-line-strong px-2 text-13 whitespace-nowrap text-text-3 hover:bg-hover md:flex"
			>
				<Search size={14} aria-hidden className="shrink-0" />
				<span className="truncate">Go to, or paste any ID</span>
				<kbd className="ml-auto rounded-mark border border-line-strong px-1 font-sans text-11">Ctrl K</kbd>
			</button>
			<Button kind="quiet" size="icon" onClick={openPalette} aria-label="Go to, or paste any ID" className="md:hidden">
				<Search size={15} aria-hidden />
			</Button>
			{state}
			<Button kind="quiet" size="icon" onClick={openKeys} aria-label="Keys" title="Keys (?)" className="hidden sm:inline-flex">
				<CircleHelp size={15} aria-hidden />
			</Button>
			<AppearanceMenu />
			<UserMenu name={user.name} role={user.role} />
		</header>
	);
}
