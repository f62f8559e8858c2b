'use client';
import { lazy } from 'react';
import { OnDemand } from '@/components/ui/on-demand';
import { ColumnButton, type ColumnMenuProps } from './column-button';

const load = () => import('./column-popup');
const ColumnPopup = lazy(load);

/** Chooses the columns of the list. Their order and width are set at their heads. */
export function ColumnMenu(props: ColumnMenuProps) {
	return (
		<OnDemand button={<ColumnButton />} load={load}>
			<ColumnPopup {...props} />
		</OnDemand>
	);
}
