'use client';

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/components/ui/cn';
import { useStoredChoice } from './stored-choice';
import { TAB_NAMES, VIEWS, type View } from './views';

const NOT_BUILT = 'Not built yet';

function Entry({ view, current, className, iconSize }: { view: View; current: boolean; className: string; iconSize: number }) {
	const Icon = view.icon;
	const content = (
		<>
			<Icon size={iconSize} aria-hidden className="shrink-0" />
			<span className="entry-name">{view.name}</span>
		</>
	);
	if (view.href === null) {
		return (
			<span
				aria-disabled="true"
				title={`${view.name}: ${NOT_BUILT.toLowerCase()}`}
				className={cn(className, 'cursor-default text-text-3 opacity-60')}
			>
				{content}
				<span className="sr-only">({NOT_BUILT.toLowerCase()})</span>
			</span>
		);
	}
	return (
		<Link
			href={view.href}
			aria-current={current ? 'page' : undefined}
			title={view.name}
			className={cn(className, current ? 'bg-line font-medium text-text' : 'text-text-2 hover:bg-hover')}
		>
			{content}
		</Link>
	);
}

/** The views down the left edge; folds to icons, which the browser remembers. */
export function Rail() {
	const path = usePathname();
	const [folded, setFolded] = useStoredChoice('caracal.rail', ['folded', 'open'] as const, 'folded');
	const isFolded = folded === 'folded';
	return (
		<nav
			aria-label="Views"
			className={cn(
				'hidden flex-col gap-px border-r border-line bg-bg px-1.5 py-2 sm:flex [body:has([data-wall])_&]:hidden',
				isFolded ? 'w-12 [&_.entry-name]:sr-only' : 'w-[168px]',
			)}
		>
			{VIEWS.map((view) => (
				<Entry
					key={view.name}
					view={view}
					current={view.href !== null && path.startsWith(view.href)}
					iconSize={16}
					className={cn(
						'flex h-[30px] items-center gap-2.5 rounded-control px-2.5 text-13 whitespace-nowrap',
						isFolded && 'justify-center px-0',
						view.name === 'Settings' && 'mt-auto',
					)}
				/>
			))}
			<button
				type="button"
				onClick={() => setFolded(isFolded ? 'open' : 'folded')}
				aria-expanded={!isFolded}
				className={cn(
					'flex h-[30px] items-center gap-2.5 rounded-control px-2.5 text-13 text-text-3 hover:bg-hover',
					isFolded && 'justify-center px-0',
				)}
			>
				{isFolded ? <PanelLeftOpen size={16} aria-hidden /> : <PanelLeftClose size={16} aria-hidden />}
				<span className="entry-name">{isFolded ? 'Unfold the rail' : 'Fold'}</span>
			</button>
		</nav>
	);
}

/** Five views along the bottom of a narrow screen. */
export function Tabs() {
	const path = usePathname();
	return (
		<nav
			aria-label="Views"
			className="flex border-t border-line bg-bg pb-[env(safe-area-inset-bottom)] sm:hidden [body:has([data-wall])_&]:hidden"
		>
			{VIEWS.filter((view) => TAB_NAMES.includes(view.name)).map((view) => (
				<Entry
					key={view.name}
					view={view}
					current={view.href !== null && path.startsWith(view.href)}
					iconSize={18}
					className="flex h-[50px] flex-1 flex-col items-center justify-center gap-0.5 text-11"
				/>
			))}
		</nav>
	);
}
