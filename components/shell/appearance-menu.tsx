'use client';
import { lazy } from 'react';
import { OnDemand } from '@/components/ui/on-demand';
import { AppearanceButton } from './appearance-button';

const load = () => import('./appearance-popup');
const AppearancePopup = lazy(load);

/** The button to theme and density; a narrow screen has them in the account's menu. */
export function AppearanceMenu() {
	return (
		<OnDemand button={<AppearanceButton />} load={load}>
			<AppearancePopup />
		</OnDemand>
	);
}
