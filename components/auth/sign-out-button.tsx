'use client';

import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { signOut } from './session';

/** The way out of a page that has no account's menu. */
export function SignOutButton() {
	const [failed, setFailed] = useState(false);
	return (
		<>
			<Button size="bar" onClick={() => signOut().catch(() => setFailed(true))}>
				<LogOut size={14} aria-hidden /> Sign out
			</Button>
			<span role="alert" className="text-12 text-deny empty:hidden">
				{failed ? 'The server did not answer. Try again.' : ''}
			</span>
		</>
	);
}
