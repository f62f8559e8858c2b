'use client';

import { LogOut, Settings } from 'lucide-react';
import Link from 'next/link';
import { signOut } from '@/components/auth/session';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { AppearanceItems } from './appearance-menu';

/** Who is signed in, and the way out. */
export function UserMenu({ name, role }: { name: string; role: string }) {
	return (
		<Menu>
			<MenuTrigger
				aria-label={`Account ${name}`}
				className="grid size-6 shrink-0 pointer-coarse:size-9 place-items-center rounded-full border border-line-strong bg-raised text-11 font-medium text-text-2 uppercase"
			>
				{name.slice(0, 2)}
			</MenuTrigger>
			<MenuContent align="end">
				<MenuLabel>
					{name}, {role}
				</MenuLabel>
				<div className="sm:hidden">
					<AppearanceItems />
					<MenuSeparator />
				</div>
				<MenuItem asChild>
					<Link href="/settings/account">
						<Settings size={14} aria-hidden /> Account and settings
					</Link>
				</MenuItem>
				<MenuItem onSelect={() => void signOut()}>
					<LogOut size={14} aria-hidden /> Sign out
				</MenuItem>
			</MenuContent>
		</Menu>
	);
}
