'use client';
import { lazy } from 'react';
import { OnDemand } from '@/components/ui/on-demand';
import { LayoutButton } from './layout-button';

const load = () => import('./layout-popup');
const LayoutPopup = lazy(load);

/** Which figures are shown, and in which order. */
export function LayoutMenu() {
	return (
		<OnDemand button={<LayoutButton />} load={load}>
			<LayoutPopup />
		</OnDemand>
	);
}
