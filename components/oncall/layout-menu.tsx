'use client';
import { lazy } from 'react';
import { OnDemand } from '@/components/ui/on-demand';
import { LayoutButton } from './layout-button';

const load = () => import('./layout-popup');
const LayoutPopup = lazy(load);

/** Which figures are shown, and in which order. @param who whose session it is */
export function LayoutMenu({ who }: { who: string }) {
	return (
		<OnDemand button={<LayoutButton />} load={load}>
			<LayoutPopup who={who} />
		</OnDemand>
	);
}
