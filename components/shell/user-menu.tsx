'use client';

import { lazy } from 'react';
import { OnDemand } from '@/components/ui/on-demand';
import { UserButton } from './user-button';

const load = () => import('./user-popup');
const UserPopup = lazy(load);

/** Who is signed in, and the way out. */
export function UserMenu({ name, role }: { name: string; role: string }) {
	return (
		<OnDemand button={<UserButton name={name} />} load={load}>
			<UserPopup name={name} role={role} />
		</OnDemand>
	);
}
