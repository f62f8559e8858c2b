'use client';
import { lazy } from 'react';
import { OnDemand } from '@/components/ui/on-demand';
import { ZoneButton, type ZoneMenuProps } from './zone-button';

const load = () => import('./zone-popup');
const ZonePopup = lazy(load);

/** Which zones the view shows. */
export function ZoneMenu(props: ZoneMenuProps) {
	return (
		<OnDemand button={<ZoneButton chosen={props.chosen} />} load={load}>
			<ZonePopup {...props} />
		</OnDemand>
	);
}
