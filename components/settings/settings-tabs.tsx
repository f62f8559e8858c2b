'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/components/ui/cn';

export interface SettingsTab {
	readonly name: string;
	readonly href: string;
}

/** The parts of settings the reader may see. */
export function SettingsTabs({ tabs }: { tabs: readonly SettingsTab[] }) {
	const path = usePathname();
	return (
		<nav aria-label="Settings" className="flex h-[38px] shrink-0 items-stretch gap-1 border-b border-line bg-bg px-2 pointer-coarse:h-11">
			{tabs.map(({ name, href }) => {
				const current = path === href;
				return (
					<Link
						key={href}
						href={href}
						aria-current={current ? 'page' : undefined}
						className={cn(
							'-mb-px flex items-center border-b-2 px-2.5 text-13',
							current ? 'border-accent font-medium text-text' : 'border-transparent text-text-2 hover:text-text',
						)}
					>
						{name}
					</Link>
				);
			})}
		</nav>
	);
}
