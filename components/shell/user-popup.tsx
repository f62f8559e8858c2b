'use client';

import { LogOut, Settings } from 'lucide-react';
import Link from 'next/link';
import { signOut } from '@/components/auth/session';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { AppearanceItems } from './appearance-items';
import { UserButton } from './user-button';

/** Who is signed in, and the way out, open from the start. */
export default function UserPopup({ name, role }: { name: string; role: string }) {
	return (
		<Menu defaultOpen>
			<MenuTrigger asChild>
				<UserButton name={name} />
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
