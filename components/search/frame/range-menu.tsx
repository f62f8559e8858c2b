'use client';

import { lazy } from 'react';
import { OnDemand } from '@/components/ui/on-demand';
import { RangeButton, type RangeMenuProps } from './range-button';

const load = () => import('./range-popup');
const RangePopup = lazy(load);

/** Which time the view shows. */
export function RangeMenu(props: RangeMenuProps) {
	return (
		<OnDemand button={<RangeButton range={props.range} timeZone={props.timeZone} />} load={load}>
			<RangePopup {...props} />
		</OnDemand>
	);
}
