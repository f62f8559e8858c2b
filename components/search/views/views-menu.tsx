'use client';
import { lazy } from 'react';
import { OnDemand } from '@/components/ui/on-demand';
import { ViewsButton } from './views-button';

const load = () => import('./views-popup');
const ViewsPopup = lazy(load);

/** Saved searches, to open and to save. */
export function ViewsMenu() {
	return (
		<OnDemand button={<ViewsButton />} load={load}>
			<ViewsPopup />
		</OnDemand>
	);
}
